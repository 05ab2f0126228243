import { expect, test } from "vitest";
import { carryOut } from "../../lib/cli/planning/carryOut.ts";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import type { Scene } from "../sequence/support/scene.ts";
import { runningSession } from "../sequence/support/sessionStage.ts";
import { instead } from "../support/instead.ts";
import { placed, without } from "./support/planning.ts";
import { surroundings } from "./surroundings.ts";

/** Waits until the session job of this name is settled. Resolves to what it waits for in the end. */
async function waitedFor(scene: Scene, spoke: Spoke, name: string): Promise<readonly string[]> {
  const { clock, ids } = scene.world;
  const sleep = async (): Promise<void> => scene.world.advance(seconds(5));
  const around = { ...surroundings().of, clock, ids, defaults: shippedDefaults, sleep, stopped: () => false };
  const of = { cluster: "one", ...placed(name, "FlinkSessionJob") };
  const outcomes = [{ of: of as never, spoke, outcome: "applied" as const, lines: [] }];
  return (await carryOut(outcomes, around, seconds(30))).flatMap(({ lines }) => lines);
}

test("what cannot be listed is not taken for settled", async () => {
  const { scene } = await runningSession();
  const lines = await waitedFor(scene, await without(scene, "FlinkSessionJob"), "counts");
  expect(lines).toEqual([expect.stringContaining("not settled in time: ")]);
});

test("conditions of an earlier spec do not tell that this one is settled", async () => {
  const { scene } = await runningSession();
  const [spoke] = await scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has a spoke");
  const { cluster, ...rest } = await spoke.connect();
  const read: typeof cluster.read = async (ref) => {
    const found = await cluster.read(ref);
    return found && { ...found, metadata: { ...found.metadata, generation: 99 } };
  };
  const ahead = { ...spoke, connect: async () => ({ ...rest, cluster: instead(cluster, { read }) }) };
  expect(await waitedFor(scene, ahead, "counts")).toEqual([expect.stringContaining("not settled in time: ")]);
});

test("what is settled, and what is gone, is waited for no longer", async () => {
  const { scene } = await runningSession();
  const [spoke] = await scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has a spoke");
  expect(await waitedFor(scene, spoke, "counts")).toEqual([]);
  expect(await waitedFor(scene, spoke, "never-there")).toEqual([]);
});
