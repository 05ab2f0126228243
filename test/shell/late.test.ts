import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { instead } from "../support/instead.ts";

const [application] = example("native-application.yaml");

/** A spoke that looks after one resource at a time; a write for the first of them takes longer than a pass may, and fails. */
const slow =
  ({ world }: Scene, first: string) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    limits: { ...spoke.limits, parallelism: 1, deadline: seconds(60) },
    connect: async () => {
      const connection = await spoke.connect();
      const patch: Cluster["patch"] = async (ref, ...asked) => {
        if (ref.name !== first) return await connection.cluster.patch(ref, ...asked);
        world.advance(seconds(70));
        throw new Faulted({ kind: "unavailable", what: first, because: "timed out" });
      };
      return { ...connection, cluster: instead(connection.cluster, { patch }) };
    },
  });

test("what one pass has no time for comes first in another", async () => {
  const scene = new Scene();
  const { world, ports } = scene;
  const others = ["claims", "orders", "visits"];
  for (const name of ["bills", ...others]) {
    if (application !== undefined) scene.apply({ ...application, metadata: { ...application.metadata, name } });
  }
  const spokes = async () => (await world.fleet.spokes()).map(slow(scene, "bills"));
  const looking = { ...ports, fleet: { spokes }, queue: new MemoryQueue(world.clock) };
  const begun = () => others.filter((name) => scene.resource(name).metadata.finalizers !== undefined);
  for (let pass = 0; pass < 8; pass += 1) {
    await look({ spoke: "one" }, looking);
    world.advance(seconds(5));
  }
  expect(begun()).toEqual(others);
});
