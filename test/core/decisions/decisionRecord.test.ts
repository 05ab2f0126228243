import { describe, expect, test } from "vitest";
import { type Decided, decisionRecord } from "../../../lib/core/decisions/decisionRecord.ts";
import { noteOf } from "../../../lib/core/decisions/noteOf.ts";
import { decided } from "../../../lib/core/lifecycle/decide.ts";
import { finalizerOf } from "../../../lib/core/lifecycle/deletion/finalizer.ts";
import { later, minutes, seconds } from "../../../lib/core/time.ts";
import {
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  circumstances,
  deployed,
  job,
  noon,
} from "../lifecycle/support/builders.ts";

const digest = (text: string): string => `digest of ${text.length}: ${text}`;
const fresh = anApplication({ metadata: { finalizers: [finalizerOf({ kind: "FlinkDeployment" })] } });
const made = (seen = aLook({ resource: fresh }), at = noon): Decided => ({
  spoke: "east",
  seen,
  circumstances: circumstances(at),
  decision: decided(seen, circumstances(at)),
  outcome: { kind: "done" },
});
const runs = deployed(anApplication());

describe("a record", () => {
  test("says what was seen, which rule spoke, and what comes next", () => {
    const record = decisionRecord(made(), digest);
    expect(record).toMatchObject({
      at: "2026-01-01T12:00:00.000Z",
      resource: { spoke: "east", kind: "FlinkDeployment", namespace: "team", name: "counts", generation: 1 },
      rule: "firstDeployment",
      because: "creating the cluster: nothing was deployed yet",
      act: "create",
      does: "createCluster",
      claim: { kind: "deploy", id: "22222222-2222-4222-8222-222222222222", from: "nothing" },
      outcome: { kind: "done" },
      facts: { jobManager: "MISSING", flink: "notAsked", difference: undefined },
    });
    expect(record.passed.at(0)).toBe("canary");
    expect(record.passed.at(-1)).toBe("adoption");
  });

  test("of a job that runs names it", () => {
    const seen = aLook({ resource: runs, jobManager: aDeployment(), flink: answered(aJob("RUNNING")) });
    const record = decisionRecord(made(seen), digest);
    expect(record).toMatchObject({
      rule: "settling",
      act: "wait",
      claim: undefined,
      does: undefined,
      next: "on schedule",
      facts: { job: { id: job, state: "RUNNING" }, difference: "ignore", flink: "answered" },
    });
  });

  test("names the look by a digest that does not change with time alone, nor tells of a secret", () => {
    const secret = "swordfish-1";
    const resource = deployed(anApplication({ spec: { flinkConfiguration: { "s3.secret-key": secret } } }));
    const seen = aLook({ resource });
    const one = decisionRecord(made(seen), digest).seen;
    expect(decisionRecord(made({ ...seen, at: later(noon, seconds(9)) }, later(noon, minutes(9))), digest).seen).toBe(
      one,
    );
    expect(decisionRecord(made({ ...seen, pods: [] }), digest).seen).not.toBe(one);
    expect(one).not.toContain(secret);
  });
});

test.for([
  { place: "an argument", spec: { job: { jarURI: "local:///a.jar", args: ["--login", "swordfish"] } } },
  { place: "the value of an argument", spec: { job: { jarURI: "local:///a.jar", args: ["--login=swordfish"] } } },
  { place: "an option", spec: { flinkConfiguration: { "s3.secret-key": "swordfish" } } },
  { place: "a nested option", spec: { flinkConfiguration: { s3: { "secret-key": "swordfish" } } } },
  { place: "the environment", spec: { podTemplate: { spec: { containers: [{ env: [{ value: "swordfish" }] }] } } } },
  { place: "log settings", spec: { logConfiguration: { "log4j-console.properties": "a.password = swordfish\n" } } },
  { place: "an address", spec: { job: { jarURI: "https://me:swordfish@example.com/a.jar" } } },
])("what is secret in $place is hidden wherever a record tells of it", ({ spec }) => {
  const { decision, ...rest } = made(aLook({ resource: deployed(anApplication({ spec })) }));
  const text = 'login as "me" with swordfish failed, {"password":"swordfish"}';
  const plan = { ...decision.plan, because: text, obstacle: { reason: "Refused", message: text } };
  const outcome = { kind: "refused", because: text } as const;
  const record = decisionRecord({ ...rest, decision: { ...decision, plan }, outcome }, digest);
  expect(record.because).toMatch(/login as "me" with \*{6} failed/);
  expect(JSON.stringify(record)).not.toContain("swordfish");
});

test("credentials in the path of a state are hidden", () => {
  const state = {
    kind: "savepoint",
    path: "https://me:swordfish@example.com/sp?key=swordfish",
    at: "x",
    verified: true,
  };
  const resource = deployed(anApplication(), { fleet: { state } });
  const record = decisionRecord(made(aLook({ resource })), (text) => text);
  expect(record.facts.state?.path).toBe("https://******@example.com/sp?key=******");
  expect(JSON.stringify(record)).not.toContain("swordfish");
});

test("words of the resource itself, short ones and numbers hide nothing", () => {
  const spec = { job: { jarURI: "local:///a.jar", args: ["counts", "true", "1234", "job"] } };
  const { decision, ...rest } = made(aLook({ resource: deployed(anApplication({ spec })) }));
  const because = "the job counts 1234 is not true";
  expect(
    decisionRecord({ ...rest, decision: { ...decision, plan: { ...decision.plan, because } } }, digest).because,
  ).toBe(because);
});

test("a note of a change names its fields once, and of a path its end", () => {
  const record = decisionRecord(made(aLook({ resource: runs })), digest);
  const facts = { ...record.facts, changed: ["image", "job.parallelism"] };
  const because = "restoring s3://flink/savepoints/deep/savepoint-1 of today";
  const change = { ...record, facts, because, rule: "changing", act: "stop" as const };
  expect(noteOf(change)).toMatchObject({
    changed: "image, job.parallelism",
    because: "restoring …/savepoint-1 of today",
  });
  expect(noteOf({ ...change, rule: "stopping" })).not.toHaveProperty("changed");
  expect(noteOf({ ...change, act: "wait" })).not.toHaveProperty("changed");
  expect(noteOf({ ...change, facts: { ...facts, changed: [] } })).not.toHaveProperty("changed");
});

test("a note of a wait says when the next look is, one of an act does not: it is soon", () => {
  const record = decisionRecord(made(), digest);
  const next = seconds(15);
  expect(noteOf({ ...record, act: "wait", next })).toMatchObject({ next: 15_000 });
  expect(noteOf({ ...record, act: "wait", next: "on schedule" })).not.toHaveProperty("next");
  expect(noteOf({ ...record, next })).not.toHaveProperty("next");
});

test("a note holds the few words of it, and no word of the outcome but a refusal", () => {
  const record = decisionRecord(made(), digest);
  expect(noteOf(record)).toEqual({
    at: "2026-01-01T12:00:00Z",
    rule: "firstDeployment",
    because: "creating the cluster: nothing was deployed yet",
    act: "create",
    does: "createCluster",
    generation: 1,
    from: "nothing",
  });
  const because = "exceeded quota".repeat(20);
  const { refused = "" } = noteOf({ ...record, outcome: { kind: "refused", because } });
  expect(refused).toHaveLength(100);
  expect(refused).toMatch(/^exceeded quota.*…$/);
});
