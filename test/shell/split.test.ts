import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { type Fault, Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { example, Scene } from "../sequence/support/scene.ts";
import { instead } from "../support/instead.ts";
import { MemoryLooks } from "../support/memoryPorts.ts";

const [application] = example("native-application.yaml");
const named = (name: string): KubernetesObject => {
  if (application === undefined) throw new Error("the example holds nothing");
  return { ...application, metadata: { ...application.metadata, name } };
};

/** Who may not list these, or gets no answer. */
const without =
  (...kinds: readonly string[]) =>
  (spoke: Spoke): Spoke =>
    failing(kinds, { kind: "denied", what: "list", because: "forbidden" })(spoke);

const failing =
  (kinds: readonly string[], fault: Fault) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const connection = await spoke.connect();
      const list: Cluster["list"] = async (query) => {
        if (!kinds.includes(query.kind)) return await connection.cluster.list(query);
        throw new Faulted(fault);
      };
      return { ...connection, cluster: instead(connection.cluster, { list }) };
    },
  });

async function looked(scene: Scene, through: (spoke: Spoke) => Spoke) {
  const { world, ports } = scene;
  const queue = new MemoryQueue(world.clock);
  const looks = new MemoryLooks();
  const spokes = async () => (await world.fleet.spokes()).map(through);
  await look({ spoke: "one" }, { ...ports, fleet: { spokes }, queue, looks });
  return { notes: await looks.all(), wakes: queue.take() };
}

test("who may not list session jobs, nor snapshots, has its clusters looked after all the same", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  const { notes } = await looked(scene, without("FlinkSessionJob", "FlinkStateSnapshot"));
  expect(notes).toMatchObject([{ failures: 0 }]);
  expect(scene.names("Deployment")).toEqual(["orders"]);
});

test("a spoke that does not list its session jobs just now could not be looked at", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  const silent = failing(["FlinkSessionJob"], { kind: "unavailable", what: "list", because: "timed out" });
  const { notes } = await looked(scene, silent);
  expect(notes).toMatchObject([{ failures: 1, lastGood: undefined }]);
});

test("a namespace in which there are snapshots alone is in a shard as well", async () => {
  const scene = new Scene();
  const { api } = scene.spoke;
  api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "left" } });
  const snapshot = {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { name: "last", namespace: "left" },
    spec: { jobReference: { kind: "FlinkDeployment", name: "gone" }, savepoint: {} },
  };
  api.create(snapshot);
  for (let index = 0; index < 501; index += 1) api.create(named(`orders-${index}`));
  const { wakes } = await looked(scene, (spoke) => spoke);
  expect(new Set(wakes.flatMap(({ namespaces = [] }) => namespaces))).toEqual(new Set(["default", "left"]));
  const { wakes: others } = await looked(scene, without("FlinkStateSnapshot"));
  expect(new Set(others.flatMap(({ namespaces = [] }) => namespaces))).toEqual(new Set(["default"]));
});
