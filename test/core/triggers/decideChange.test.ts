import { describe, expect, test } from "vitest";
import type { ChangeNote } from "../../../lib/api/resources/changeNote.ts";
import type { Change } from "../../../lib/core/triggers/changeRequest.ts";
import { decideChange, type Changed } from "../../../lib/core/triggers/decideChange.ts";
import { later, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
import { specRecord } from "../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { changed, deployment, noon, request, session, sessionJob } from "./support.ts";

const decided = (change: Change, over: Partial<Changed> = {}) =>
  decideChange(request(change), changed(over), noon, "snap");

const note = (id: string): ChangeNote => ({
  id,
  action: "restart",
  by: "ci",
  at: rfc3339(noon),
  deadline: rfc3339(noon),
  from: { generation: 1 },
  to: { generation: 2 },
});
const notes = (count: number) => Array.from({ length: count }, (_, index) => note(`n-${index}`));

describe("the patch of", () => {
  test.for<{ change: Change; of?: Changed["target"]; spec: object | undefined }>([
    { change: { kind: "redeploy", image: "r/orders:2" }, spec: { image: "r/orders:2" } },
    { change: { kind: "redeploy", image: "r/orders:1" }, spec: undefined },
    {
      change: { kind: "redeploy", jarURI: "local:///b.jar", args: ["--x"] },
      spec: { job: { jarURI: "local:///b.jar", args: ["--x"] } },
    },
    { change: { kind: "redeploy", args: [] }, spec: undefined },
    {
      change: { kind: "redeploy", jarURI: "https://h/b.jar" },
      of: sessionJob(),
      spec: { job: { jarURI: "https://h/b.jar" } },
    },
    { change: { kind: "redeploy", flinkConfiguration: { a: "1" } }, spec: { flinkConfiguration: { a: "1" } } },
    { change: { kind: "restart" }, spec: { restartNonce: 1 } },
    { change: { kind: "restart" }, of: deployment({ restartNonce: 41 }), spec: { restartNonce: 42 } },
    { change: { kind: "restart" }, of: session(), spec: { restartNonce: 1 } },
    { change: { kind: "suspend" }, spec: { job: { state: "suspended" } } },
    { change: { kind: "resume" }, spec: undefined },
    {
      change: { kind: "resume" },
      of: deployment({ job: { state: "suspended" } }),
      spec: { job: { state: "running" } },
    },
    { change: { kind: "savepoint" }, spec: undefined },
  ])("%o", ({ change, of, spec }) => {
    const decision = decided(change, of === undefined ? {} : { target: of });
    const generation = spec === undefined ? 3 : 4;
    expect(decision).toMatchObject({
      kind: "make",
      spec,
      note: { action: change.kind, from: { generation: 3 }, to: { generation } },
    });
  });

  test("a savepoint names its snapshot, nothing else does", () => {
    expect(decided({ kind: "savepoint" })).toMatchObject({ note: { snapshot: "snap" } });
    expect(decided({ kind: "restart" })).not.toHaveProperty("note.snapshot");
  });
});

describe("refused is", () => {
  test.for<{ change: Change; of: Changed["target"]; because: RegExp }>([
    { change: { kind: "redeploy", image: "r/orders:2" }, of: sessionJob(), because: /FlinkSessionJob has no image/ },
    { change: { kind: "redeploy", jarURI: "x" }, of: session(), because: /session cluster, which has no job/ },
    { change: { kind: "suspend" }, of: session(), because: /session cluster/ },
    { change: { kind: "savepoint" }, of: session(), because: /session cluster/ },
    { change: { kind: "savepoint" }, of: deployment({ job: { state: "suspended" } }), because: /no running job/ },
    { change: { kind: "restart" }, of: deployment({ job: { state: "suspended" } }), because: /started by resume/ },
    { change: { kind: "rollback" }, of: deployment(), because: /no spec was stable yet, and no redeployment/ },
  ])("$because", ({ change, of, because }) => {
    expect(decided(change, { target: of })).toMatchObject({
      kind: "refused",
      because: expect.stringMatching(because),
      retryable: false,
    });
  });

  test("what is being deleted", () => {
    const { metadata, ...rest } = deployment();
    const target = { ...rest, metadata: { ...metadata, deletionTimestamp: rfc3339(noon) } };
    expect(decided({ kind: "restart" }, { target })).toMatchObject({ kind: "refused", because: "it is being deleted" });
  });

  test("a canary", () => {
    const { metadata, ...rest } = deployment();
    const target = { ...rest, metadata: { ...metadata, labels: { "flink.apache.org/canary": "true" } } };
    expect(decided({ kind: "suspend" }, { target })).toMatchObject({
      kind: "refused",
      because: expect.stringContaining("it is a canary"),
      retryable: false,
    });
  });

  test("the twenty-first of changes on their way, to be tried again; done ones do not count and are dropped", () => {
    expect(decided({ kind: "restart" }, { notes: notes(20) })).toMatchObject({ kind: "refused", retryable: true });
    const done = [{ id: "n-0", result: "succeeded" }];
    const decision = decided({ kind: "restart" }, { notes: notes(20), done });
    expect(decision.kind === "make" ? decision.notes.map(({ id }) => id) : []).toEqual([
      ...notes(20)
        .slice(1)
        .map(({ id }) => id),
      "c-1",
    ]);
  });
});

describe("a change that was made before", () => {
  test.for<Partial<Changed>>([{ notes: [note("c-1")] }, { done: [{ id: "c-1", result: "failed" }] }])(
    "is known by %o",
    (over) => {
      expect(decided({ kind: "restart" }, over).kind).toBe("known");
    },
  );

  test("is known also when its deadline has passed, and others have been made since", () => {
    const late = later(noon, minutes(120));
    const last = { id: "c-2", requestedAt: rfc3339(late) };
    expect(decideChange(request({ kind: "restart" }), changed({ notes: [note("c-1")], last }), late, "s").kind).toBe(
      "known",
    );
  });
});

describe("the time of a change", () => {
  const at = (over: object, last?: Changed["last"]) =>
    decideChange(request({ kind: "restart" }, over), changed({ last }), noon, "s");

  test.for([
    { what: "its deadline is now", over: { deadline: noon }, because: /deadline 2026-01-01T12:00:00.000Z has passed/ },
    { what: "it is of the future", over: { requestedAt: later(noon, minutes(6)) }, because: /is in the future/ },
  ])("is wrong where $what", ({ over, because }) => {
    expect(at(over)).toMatchObject({ kind: "refused", because: expect.stringMatching(because) });
  });

  test.for([
    { by: seconds(1), kind: "refused" },
    { by: seconds(0.9), kind: "make" },
    { by: seconds(0), kind: "make" },
    { by: seconds(-60), kind: "make" },
  ])("after that of the last change by $by ms: $kind", ({ by, kind }) => {
    expect(at({}, { id: "c-0", requestedAt: rfc3339(later(noon, seconds(by / 1000))) }).kind).toBe(kind);
  });
});

describe("a rollback", () => {
  const made = (change: Change, over: Partial<Changed>) => {
    const decision = decided(change, over);
    if (decision.kind !== "make") throw new Error(JSON.stringify(decision));
    return decision;
  };
  const stable = (spec: object) => {
    const lastStableSpec = specRecord(deployment(spec).spec, { firstDeployment: false });
    return { reconciliationStatus: { lastStableSpec, state: "DEPLOYED" } };
  };

  test("goes to what was stable last, in all that makes a version", () => {
    const flinkConfiguration = { a: "2", b: { c: "1" } };
    const target = deployment(
      { image: "r/orders:2", restartNonce: 5, flinkConfiguration },
      stable({ flinkConfiguration: { a: "1" } }),
    );
    expect(made({ kind: "rollback" }, { target }).spec).toEqual({
      image: "r/orders:1",
      flinkConfiguration: { a: "1", b: null },
    });
  });

  test("neither stops nor starts a job", () => {
    const job = { jarURI: "local:///b.jar", parallelism: 2, state: "suspended", upgradeMode: "savepoint" };
    const target = deployment({ job }, stable({}));
    expect(made({ kind: "rollback" }, { target }).spec).toEqual({ job: { jarURI: "local:///a.jar" } });
  });

  test("takes back the last redeployment where the present spec is stable, and is not taken back itself", () => {
    const before = deployment({ flinkConfiguration: { a: "1" } });
    const forth = made(
      { kind: "redeploy", image: "r/orders:2", flinkConfiguration: { a: "2", b: "3" } },
      { target: before },
    );
    const spec = { image: "r/orders:2", flinkConfiguration: { a: "2", b: "3" } };
    const target = deployment(spec, stable(spec));
    const back = made({ kind: "rollback" }, { target, last: forth.last });
    expect(back.spec).toEqual({ image: "r/orders:1", flinkConfiguration: { a: "1", b: null } });
    expect(back.last.redeployed).toBeUndefined();
    expect(made({ kind: "restart" }, { target, last: forth.last }).last.redeployed).toEqual(forth.last.redeployed);
    const edited = deployment({ ...spec, image: "r/orders:3" }, stable({ ...spec, image: "r/orders:3" }));
    expect(decided({ kind: "rollback" }, { target: edited, last: forth.last })).toMatchObject({
      kind: "refused",
      because: expect.stringContaining("has been changed again since"),
    });
  });
});

describe("notes that a backup has brought, of the resource as it was before it was made anew", () => {
  const created = later(noon, minutes(2));
  const target = deployment();
  const restored = { ...target, metadata: { ...target.metadata, creationTimestamp: rfc3339(created) } };
  const at = later(created, minutes(1));

  test("do not make a change known: it is made once more", () => {
    const decision = decideChange(
      request({ kind: "restart" }, { id: "n-0" }),
      changed({ target: restored, notes: notes(1) }),
      at,
      "snap",
    );
    expect(decision).toMatchObject({ kind: "make", notes: [{ id: "n-0", from: { generation: 3 } }] });
  });

  test("are not on their way, and are dropped", () => {
    const decision = decideChange(
      request({ kind: "restart" }),
      changed({ target: restored, notes: notes(20) }),
      at,
      "snap",
    );
    expect(decision).toMatchObject({ kind: "make", notes: [{ id: "c-1" }] });
  });

  test("are its own where it was made in the same minute: clocks differ", () => {
    const soon = { ...target, metadata: { ...target.metadata, creationTimestamp: rfc3339(later(noon, seconds(59))) } };
    const decision = decideChange(
      request({ kind: "restart" }, { id: "n-0" }),
      changed({ target: soon, notes: notes(1) }),
      at,
      "snap",
    );
    expect(decision).toMatchObject({ kind: "known" });
  });
});
