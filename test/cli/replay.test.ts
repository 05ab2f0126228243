import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FileRecordings } from "../../lib/adapters/system/fileRecordings.ts";
import { flinkFleet } from "../../lib/cli/program.ts";
import type { Recording } from "../../lib/core/decisions/recording.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { application } from "../sequence/support/application.ts";
import { Scene } from "../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob } from "../sequence/support/session.ts";
import { surroundings } from "./surroundings.ts";
import { replayRecordings } from "../cluster/support/recordings.ts";

const folder = mkdtempSync(join(tmpdir(), "replay-"));
afterAll(() => rmSync(folder, { recursive: true }));

class RecordedScene extends Scene {
  readonly #recordings: FileRecordings;

  constructor(file: string) {
    super();
    this.#recordings = new FileRecordings(file);
  }

  override get ports(): Scene["ports"] {
    return { ...super.ports, recordings: this.#recordings };
  }
}

const orders = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;

/** Applications of both modes, a session cluster with its job, snapshots: deployed, upgraded, failed, lost, rolled on, deleted. */
async function storiesIn(file: string): Promise<void> {
  const scene = new RecordedScene(file);
  const edit = (spec: object, name = "orders"): void =>
    void scene.spoke.api.patch({ ...orders, name }, { type: "merge", body: { spec } });
  scene.spoke.artifacts.put(jarUri, "a jar");
  const restarts = { "kubernetes.operator.job.restart.failed": "true" };
  for (const object of [
    application({ configuration: restarts }),
    application({ name: "standing", mode: "standalone", upgradeMode: "last-state" }),
    sessionCluster(),
    sessionJob(),
  ])
    scene.apply(object);
  await scene.passFor(minutes(1));
  edit({ job: { savepointTriggerNonce: 4 } });
  edit({ restartNonce: 1 }, "standing");
  edit({ restartNonce: 1 }, "shared");
  await scene.passFor(minutes(2), seconds(4));
  scene.spoke.failJob(orders, "java.lang.IllegalStateException: broken");
  edit({ image: "registry.invalid/does-not-exist:1" }, "standing");
  await scene.passFor(minutes(1), seconds(4));
  scene.spoke.api.delete({ ...orders, kind: "Deployment" });
  await scene.passFor(minutes(1), seconds(4));
  for (const name of ["orders", "standing"]) scene.spoke.api.delete({ ...orders, name });
  await scene.passFor(minutes(1), seconds(4));
}

const all = join(folder, "all.jsonl");
const recorded = storiesIn(all).then(() =>
  readFileSync(all, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Recording),
);

async function replaying(...words: readonly string[]) {
  const { of, out, err } = surroundings();
  const code = await flinkFleet(["replay", ...words], of);
  return { code, out: out(), err: err() };
}

const fileOf = (name: string, ...lines: readonly (object | string)[]): string => {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => (typeof line === "string" ? line : `${JSON.stringify(line)}\n`)).join(""));
  return file;
};

const firstOf = async (of: Recording["of"] = "resource"): Promise<Recording> => {
  const found = (await recorded).find((one) => one.of === of);
  if (found === undefined) throw new Error(`no ${of} was recorded`);
  return found;
};

describe("all decisions of several stories", () => {
  test("come out the same when they are read back and made again", async () => {
    const recordings = await recorded;
    expect(recordings.length).toBeGreaterThan(200);
    const rules = new Set(recordings.map(({ decision }) => decision.rule));
    for (const rule of "changing stopping restoring settling lostJobManager endedJob deletion pending underWay".split(
      " ",
    ))
      expect(rules).toContain(rule);
    expect(await replaying(all)).toEqual({
      code: 0,
      out: `${recordings.length} decisions replayed: ${recordings.length} the same`,
      err: "",
    });
  });

  test("are replayed by the cluster suite as they are here, and fail it where one differs", async () => {
    const { length } = await recorded;
    await expect(replayRecordings(folder)).resolves.toMatchObject({
      isSame: true,
      told: expect.stringContaining(`${length} decisions replayed`),
    });
    const { decision, ...rest } = await firstOf();
    const other = fileOf("other.jsonl", { ...rest, decision: { ...decision, rule: "changing" } });
    await expect(replayRecordings(folder)).resolves.toMatchObject({ isSame: false });
    rmSync(other);
  });
});

describe("what is told", () => {
  test.for(["resource", "snapshot"] as const)("a %s that differs, field by field", async (of) => {
    const { decision, ...rest } = await firstOf(of);
    const plan = { ...decision.plan, because: "the moon is full", wake: 77 };
    const file = fileOf("differs.jsonl", await firstOf(), { ...rest, decision: { ...decision, plan } });
    const { code, out, err } = await replaying(file);
    expect(code).toBe(1);
    expect(out).toBe("2 decisions replayed: 1 the same, 1 different");
    expect(err).toContain(`${file}:2: `);
    expect(err).toContain('  plan.because: recorded "the moon is full", now "');
    expect(err).toMatch(/\n {2}plan\.wake: recorded 77, now /);
  });

  test("for programs: what differs, and how many do not", async () => {
    const { decision, ...rest } = await firstOf();
    const file = fileOf("json.jsonl", await firstOf(), { ...rest, decision: { ...decision, gaveWay: "changing" } });
    const { code, out } = await replaying(file, "-o", "json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      same: 1,
      different: 1,
      others: [{ at: `${file}:2`, kind: "different", differences: [{ field: "gaveWay", recorded: "changing" }] }],
    });
  });

  test("one recording may fill a file of its own, or come by stdin", async () => {
    const pretty = JSON.stringify(await firstOf(), undefined, 2);
    expect(await replaying(fileOf("pretty.json", pretty))).toMatchObject({
      code: 0,
      out: "1 decision replayed: 1 the same",
    });
    const { of, out } = surroundings({ input: `${JSON.stringify(await firstOf())}\n` });
    expect(await flinkFleet(["replay", "-"], of)).toBe(0);
    expect(out()).toBe("1 decision replayed: 1 the same");
  });

  test("whoever recorded it was ended in the middle of a line", async () => {
    const half = JSON.stringify(await firstOf()).slice(0, 100);
    const { code, out, err } = await replaying(fileOf("half.jsonl", await firstOf(), half));
    expect(code).toBe(0);
    expect(out).toBe("1 decision replayed: 1 the same");
    expect(err).toContain("half.jsonl:2: only its beginning is there");
    const resumed = await replaying(fileOf("resumed.jsonl", half, "\n", await firstOf()));
    expect(resumed).toMatchObject({ code: 1, out: "2 decisions replayed: 1 the same, 1 unreadable" });
    expect(resumed.err).toContain("resumed.jsonl:1: it is no JSON");
  });
});

describe("what is no recording", () => {
  test.for([
    {
      when: "another version",
      parts: { version: 2 },
      says: "version is 2, must be 1: replay it with the flink-fleet that recorded it",
    },
    {
      when: "no version",
      parts: { version: undefined },
      says: "it is no recording: version is missing, must be a whole number",
    },
    { when: "no look", parts: { seen: undefined }, says: "it is no recording: seen is missing, must be a map" },
    { when: "an unknown subject", parts: { of: "moon" }, says: 'of is "moon", must be one of resource, snapshot' },
    {
      when: "no time",
      parts: { circumstances: { now: "noon", fresh: { triggerId: "x" } } },
      says: 'circumstances.now is "noon", must be a number',
    },
    {
      when: "no time at all",
      parts: { circumstances: { now: 9e99, fresh: { triggerId: "x" } } },
      says: "circumstances.now is 9e+99, must be",
    },
    {
      when: "a wake that is none",
      parts: { decision: { rule: "a", passed: [], plan: { act: "wait", because: "b", wake: "soon" } } },
      says: 'decision.plan.wake is "soon", must be milliseconds, or "on schedule"',
    },
  ])("$when is told", async ({ parts, says }) => {
    const { code, err } = await replaying(fileOf("wrong.jsonl", { ...(await firstOf()), ...parts }));
    expect(code).toBe(1);
    expect(err).toContain("wrong.jsonl:1: ");
    expect(err).toContain(says);
  });

  test("upon what rules cannot decide nobody crashes", async () => {
    const { seen, ...rest } = await firstOf();
    const { code, err } = await replaying(fileOf("torn.jsonl", { ...rest, seen: { resource: seen.resource } }));
    expect(code).toBe(1);
    expect(err).toMatch(/the rules cannot decide upon it: TypeError/);
  });

  test.for([
    { when: "nothing", lines: [""], says: "error: no recording is in " },
    { when: "a text", lines: ["hello"], says: "error: no recording is in " },
    { when: "other JSON", lines: ["[]\n"], says: "it is a list, must be a map" },
  ])("$when", async ({ lines, says }) => {
    const { code, err } = await replaying(fileOf("none.jsonl", ...lines));
    expect(code).toBe(1);
    expect(err).toContain(says);
  });

  test.for([
    { name: join(folder, "missing.jsonl"), says: "missing.jsonl: no such file" },
    { name: folder, says: "it is a directory, must be a file of recordings" },
  ])("$says", async ({ name, says }) => {
    const { code, err } = await replaying(name);
    expect(code).toBe(1);
    expect(err).toContain(says);
  });
});
