import { describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { instead } from "../support/instead.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { ask, listening } from "../sequence/support/told.ts";
import { adopt, chargeOf, command, version } from "./support/adopting.ts";

describe("handing back", () => {
  test("is refused while an upgrade is under way, and waits for it", async () => {
    const stage = await running();
    stage.edit("another nonce", { restartNonce: 1 });
    const early = await adopt(stage, ["orders", "--hand-back"]);
    expect({ code: early.code, err: early.err, charge: chargeOf(stage) }).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /generation 2 is not carried out yet: restartNonce : null -> 1: flink-fleet brings it/u,
      ),
      charge: undefined,
    });
    await stage.passFor(seconds(1), seconds(1));
    expect((await adopt(stage, ["orders", "--hand-back"])).err).toMatch(
      /job [0-9a-f]{32} is being stopped \(savepoint\)/u,
    );
    const waited = await adopt(stage, ["orders", "--hand-back", "--wait"], () => stage.passFor(seconds(0), seconds(1)));
    expect(waited).toMatchObject({ code: 0, out: expect.stringMatching(/handed back done/u) });
    expect(stage.status.fleet).toBeUndefined();
    // The next cluster is made: it comes up whoever looks at it.
    await stage.passFor(minutes(1));
    expect(stage.runs.map(({ state }) => state)).toEqual(["FINISHED", "RUNNING"]);
  });

  test("leaves nothing of us, and nobody of us acts any more", async () => {
    const stage = await running();
    expect((await adopt(stage, ["orders", "--hand-back"])).code).toBe(0);
    expect(chargeOf(stage)).toBe("observe");
    expect(stage.status.fleet).toBeUndefined();
    expect(stage.status.conditions).toEqual([
      expect.objectContaining({ type: "Running", status: "True", reason: "Running", message: "Job status RUNNING" }),
    ]);
    const before = version(stage);
    await stage.passFor(minutes(1));
    expect({ version: version(stage), runs: stage.runs.length }).toEqual({ version: before, runs: 1 });
    expect((await adopt(stage, ["orders", "--hand-back"])).out).toMatch(/as it is already/u);
  });

  test("cut off after its first write is done by the next try", async () => {
    const stage = await running();
    await adopt(stage, ["orders", "--mode", "observe"]);
    expect(stage.status.fleet).toBeDefined();
    expect((await adopt(stage, ["orders", "--hand-back"])).code).toBe(0);
    expect(stage.status.fleet).toBeUndefined();
  });
});

/** Asks for a savepoint, and lets it be begun. */
async function savepointBegun(stage: Stage): Promise<void> {
  stage.scene.spoke.api.create({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { name: "nightly", namespace: "default" },
    spec: { jobReference: { kind: "FlinkDeployment", name: "orders" }, savepoint: {} },
  });
  for (let looks = 0; looks < 10 && snapshotState(stage) !== "IN_PROGRESS"; looks += 1) await stage.scene.pass();
  expect(snapshotState(stage)).toBe("IN_PROGRESS");
}

const snapshotState = ({ scene }: Stage): unknown => {
  const snapshot = { kind: "FlinkStateSnapshot", namespace: "default", name: "nightly" } as const;
  return (scene.spoke.api.read(snapshot)["status"] as { readonly state?: string } | undefined)?.state;
};

describe("a FlinkStateSnapshot of the resource", () => {
  test.for([["--hand-back"], ["--mode", "shadow"]])(
    "that is under way stands against %j, and is waited for",
    async (to) => {
      const stage = await running();
      await savepointBegun(stage);
      const { code, err } = await adopt(stage, ["orders", ...to]);
      expect({ code, charge: chargeOf(stage) }).toEqual({ code: 2, charge: undefined });
      expect(err).toMatch(/FlinkStateSnapshot nightly is under way: flink-fleet brings it to its end/u);
      const waited = await adopt(stage, ["orders", ...to, "--wait"], () => stage.passFor(seconds(0), seconds(1)));
      expect({ code: waited.code, state: snapshotState(stage) }).toEqual({ code: 0, state: "COMPLETED" });
    },
  );

  test("may be under way where they cannot be listed", async () => {
    const stage = await running();
    const [spoke] = await stage.scene.world.fleet.spokes();
    if (spoke === undefined) throw new Error("the world has no spoke");
    const { cluster, ...rest } = await spoke.connect();
    const list: typeof cluster.list = (query) =>
      query.kind === "FlinkStateSnapshot"
        ? Promise.reject(new Faulted({ kind: "denied", what: "FlinkStateSnapshots", because: "forbidden" }))
        : cluster.list(query);
    const shy = { ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { list }) }) };
    const { code, err } = await command(stage, ["adopt", "orders", "--hand-back"], undefined, [shy]);
    expect({ code, charge: chargeOf(stage) }).toEqual({ code: 2, charge: undefined });
    expect(err).toMatch(/whether a FlinkStateSnapshot of it is under way cannot be seen: .*forbidden/u);
  });
});

describe("what is left of us", () => {
  test("is no condition: that of drift goes too", async () => {
    const stage = await running();
    const image = { containers: [{ name: "flink-main-container", image: "flink:1.20.9" }] };
    stage.scene.spoke.api.patch(
      { kind: "Deployment", namespace: "default", name: "orders" },
      { type: "strategic", body: { spec: { template: { spec: image } } } },
      { manager: "kubectl-edit" },
    );
    await stage.settle(minutes(7));
    const types = () => (stage.status.conditions ?? []).map(({ type }) => type);
    expect(types()).toContain("Drifted");
    expect(await adopt(stage, ["orders", "--hand-back"])).toMatchObject({ code: 0 });
    expect(types()).toEqual(["Running"]);
  });

  test("is what the user has said, and who is in charge; no change is told of again by whoever takes it over", async () => {
    const stage = await listening();
    const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
    stage.scene.spoke.api.patch(ref, {
      type: "merge",
      body: { metadata: { annotations: { "flink-fleet/repair": "never" } } },
    });
    ask(stage, { id: "c1", spec: { restartNonce: 1 } });
    await stage.passFor(minutes(1), seconds(2));
    expect(stage.scene.resource("orders").metadata.annotations).toHaveProperty(["flink-fleet/changes"]);
    expect(await adopt(stage, ["orders", "--hand-back"])).toMatchObject({ code: 0 });
    expect(stage.scene.resource("orders").metadata.annotations).toEqual({
      "flink-fleet/charge": "observe",
      "flink-fleet/repair": "never",
    });
    const told = stage.receipts.length;
    expect(await adopt(stage, ["orders"])).toMatchObject({ code: 0 });
    await stage.passFor(minutes(2), seconds(2));
    expect({ told, after: stage.receipts.length }).toEqual({ told: 1, after: 1 });
  });
});

test("whoever has claimed the resource between look and word goes first", async () => {
  const stage = await running();
  const [spoke] = await stage.scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has no spoke");
  const { cluster, ...rest } = await spoke.connect();
  const patch: typeof cluster.patch = async (...given) => {
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.scene.pass();
    return await cluster.patch(...given);
  };
  const slow = { ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { patch }) }) };
  const { code, err } = await command(stage, ["adopt", "orders", "--hand-back"], undefined, [slow]);
  expect({ code, charge: chargeOf(stage) }).toEqual({ code: 2, charge: undefined });
  expect(err).toMatch(/refused: .*: try again/u);
  await stage.passFor(minutes(1));
  expect(stage.runs).toHaveLength(2);
});
