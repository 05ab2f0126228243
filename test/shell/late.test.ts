import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { instead } from "../support/instead.ts";

const [application] = example("native-application.yaml");

/** A spoke that looks after one resource at a time, whose writes take longer than a pass may. */
const slow =
  ({ world }: Scene) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    limits: { ...spoke.limits, parallelism: 1, deadline: seconds(60) },
    connect: async () => {
      const connection = await spoke.connect();
      const patch: Cluster["patch"] = async (...asked) => {
        world.advance(seconds(70));
        return await connection.cluster.patch(...asked);
      };
      return { ...connection, cluster: instead(connection.cluster, { patch }) };
    },
  });

test("what one pass has no time for comes first in another", async () => {
  const scene = new Scene();
  const { world, ports } = scene;
  const names = ["bills", "claims", "orders", "visits"];
  for (const name of names) {
    if (application !== undefined) scene.apply({ ...application, metadata: { ...application.metadata, name } });
  }
  const spokes = async () => (await world.fleet.spokes()).map(slow(scene));
  const looking = { ...ports, fleet: { spokes }, queue: new MemoryQueue(world.clock) };
  const begun = () => names.filter((name) => scene.resource(name).metadata.finalizers !== undefined);
  await look({ spoke: "one" }, looking);
  expect(begun()).toHaveLength(1);
  for (let pass = 0; pass < 8; pass += 1) await look({ spoke: "one" }, looking);
  expect(begun()).toEqual(names);
});
