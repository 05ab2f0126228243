import { expect, test } from "vitest";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { Shard } from "../../lib/shell/shard.ts";
import { Scene } from "../sequence/support/scene.ts";

type Parts = { readonly phase: string; readonly containers?: readonly object[] };

const pod = ({ phase, containers = [] }: Parts): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: "orders-7d9f-x",
    uid: "u",
    namespace: "default",
    labels: { app: "orders", type: "flink-native-kubernetes", component: "jobmanager" },
  },
  status: { phase, containerStatuses: containers.map((state) => ({ name: "flink-main-container", state })) },
});

/** A Deployment that is scaled to 0 leaves an evicted pod where it is (ReplicaSet counts active pods only). */
test.for([
  ["that runs", { phase: "Running", containers: [{ running: {} }] }, 1],
  ["that is not scheduled yet", { phase: "Pending" }, 1],
  ["that was evicted", { phase: "Failed" }, 0],
  ["whose containers have ended", { phase: "Failed", containers: [{ terminated: { exitCode: 137 } }] }, 0],
  ["that is being evicted", { phase: "Failed", containers: [{ running: {} }] }, 1],
] as const)("a pod %s", async ([, parts, count]) => {
  const [spoke] = await new Scene().world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has no spoke");
  const connection = await spoke.connect();
  const cluster = { ...connection.cluster, list: () => Promise.resolve([pod(parts)]) };
  const shard = new Shard({ ...connection, cluster }, { namespaces: ["default"] });
  expect(await shard.pods("default", "orders")).toHaveLength(count);
});
