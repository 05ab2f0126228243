import { describe, expect, test } from "vitest";
import { minutes } from "../../lib/core/time.ts";
import { running } from "../sequence/support/stage.ts";
import { runningSession, type SessionStage } from "../sequence/support/sessionStage.ts";
import { adopt, command, version } from "./support/adopting.ts";

describe("a mode", () => {
  test("is written into the resource, and nothing else is", async () => {
    const stage = await running();
    const { metadata, ...before } = stage.scene.resource("orders");
    expect(await adopt(stage, ["orders", "--mode", "shadow"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^one default\/orders: operate \(fleet\) → shadow done\n {2}STABLE, job [0-9a-f]{32}, at rest$/u,
      ),
    });
    const { metadata: now, ...after } = stage.scene.resource("orders");
    expect({ charge: now.annotations, generation: now.generation, ...after }).toEqual({
      charge: { "flink-fleet/charge": "shadow" },
      generation: metadata.generation,
      ...before,
    });
    expect((await adopt(stage, ["orders", "--mode", "shadow"])).out).toMatch(
      /shadow \(annotation\) → shadow as it is already/u,
    );
  });

  test("that is only tried changes nothing", async () => {
    const stage = await running();
    const before = version(stage);
    expect((await adopt(stage, ["orders", "--mode", "observe", "--dry-run"])).out).toMatch(/observe would be done/u);
    expect(version(stage)).toBe(before);
  });

  test.for(["observe", "shadow"])("%s: whatever is asked for, nothing is written to its cluster", async (mode) => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", mode]);
    stage.edit("another nonce", { restartNonce: 1 });
    const before = stage.scene.spoke.calls.length;
    await stage.passFor(minutes(1));
    const verbs = new Set(stage.scene.spoke.calls.slice(before).map(({ verb }) => verb));
    expect([...verbs].filter((verb) => !["list", "read", "GET"].includes(verb))).toEqual([]);
    expect(stage.runs).toHaveLength(1);
  });

  test("operate again carries out what was asked for meanwhile, with its state", async () => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", "observe"]);
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(1));
    expect((await adopt(stage, ["orders"])).code).toBe(0);
    await stage.passFor(minutes(1));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE" });
    expect(stage.runs).toHaveLength(2);
    expect(stage.runs[1]?.restoredCount).toBeGreaterThan(0);
  });

  test("a word that nobody knows is observed", async () => {
    const stage = await running();
    const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
    const body = { metadata: { annotations: { "flink-fleet/charge": "Operate" } }, spec: { restartNonce: 1 } };
    stage.scene.spoke.api.patch(ref, { type: "merge", body });
    await stage.passFor(minutes(1));
    expect(stage.runs).toHaveLength(1);
  });
});

describe("a session cluster", () => {
  const ofJob = (stage: SessionStage, name = "counts") =>
    stage.scene.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name }).metadata.annotations;
  const ofCluster = (stage: SessionStage) => stage.scene.resource("shared").metadata.annotations;
  const observe = { "flink-fleet/charge": "observe" };

  test("changes hands with its jobs, also where only it is named", async () => {
    const stage = await runningSession({ jobs: [{}, { name: "clicks" }] });
    expect((await command(stage, ["adopt", "shared", "--hand-back", "--yes"])).code).toBe(0);
    expect([ofJob(stage), ofJob(stage, "clicks"), ofCluster(stage)]).toEqual([observe, observe, observe]);
    expect(stage.status().fleet).toBeUndefined();
    const before = stage.scene.resource("shared").metadata.resourceVersion;
    await stage.passFor(minutes(1));
    expect(stage.scene.resource("shared").metadata.resourceVersion).toBe(before);
  });

  test("stays where it is as long as one of its jobs has something under way", async () => {
    const stage = await runningSession({ jobs: [{}, { name: "clicks" }] });
    stage.edit("another nonce", { restartNonce: 1 }, "clicks");
    const { code, err } = await command(stage, ["adopt", "shared", "--hand-back", "--yes"]);
    expect({ code, of: [ofJob(stage), ofJob(stage, "clicks"), ofCluster(stage)] }).toEqual({
      code: 2,
      of: [undefined, undefined, undefined],
    });
    expect(err).toMatch(
      /default\/shared: operate \(fleet\) → handed back refused: its session job clicks: generation 2 is not carried out/u,
    );
    expect(err).toMatch(/default\/counts: .* refused: clicks on its session cluster shared: generation 2/u);
  });

  test("is what has to be named: a job alone does not change hands", async () => {
    const stage = await runningSession();
    const { code, err } = await command(stage, ["adopt", "counts", "--mode", "observe"]);
    expect({ code, of: ofJob(stage) }).toEqual({ code: 2, of: undefined });
    expect(err).toMatch(/it changes hands with its session cluster: name that instead/u);
  });
});

describe("status", () => {
  test.for([
    { mode: "observe", says: "observed: Job status RUNNING" },
    { mode: "shadow", says: "shadowed: Job status RUNNING" },
  ])("tells what is in the mode $mode, and what its operator tells of it", async ({ mode, says }) => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", mode]);
    const { out } = await command(stage, ["status", "-o", "json"]);
    expect(JSON.parse(out)).toMatchObject({ resources: [{ charge: mode, message: says, state: "STABLE" }] });
  });
});
