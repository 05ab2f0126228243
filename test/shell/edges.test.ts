import { expect, test } from "vitest";
import { MemoryQueue } from "../../lib/adapters/system/memoryQueue.ts";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { look } from "../../lib/shell/look.ts";
import { example, Scene } from "../sequence/support/scene.ts";

function exampleOf(name: string): ReturnType<typeof example>[number] {
  const [object] = example(`${name}.yaml`);
  if (object === undefined) throw new Error("the example holds nothing");
  return object;
}

/** A spoke whose API server does not know the kind FlinkSessionJob. */
const withoutSessionJobs = (spoke: Spoke): Spoke => ({
  ...spoke,
  connect: async () => {
    const { cluster, flink, artifacts } = await spoke.connect();
    const missing = new Faulted({ kind: "missing", what: "the custom resource definition flinksessionjobs" });
    const list: Cluster["list"] = (query) =>
      query.kind === "FlinkSessionJob" ? Promise.reject(missing) : cluster.list(query);
    const poorer = new Proxy(cluster, {
      get: (target, name) => {
        if (name === "list") return list;
        const method = Reflect.get(target, name) as (...args: readonly unknown[]) => Promise<unknown>;
        return (...args: readonly unknown[]) => method.apply(target, [...args]);
      },
    });
    return { cluster: poorer, flink, artifacts };
  },
});

test("a session cluster can be deleted where session jobs are not known", async () => {
  const scene = new Scene();
  const session = exampleOf("native-session");
  scene.apply(session);
  await scene.passFor(minutes(1));
  scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: session.metadata.name });
  for (let pass = 0; pass < 20; pass += 1) {
    await scene.pass(withoutSessionJobs);
    scene.world.advance(seconds(5));
  }
  expect(scene.names("FlinkDeployment")).toEqual([]);
});

test.for([
  { namespaces: ["elsewhere"], wake: {}, looked: false },
  { namespaces: ["elsewhere", "default"], wake: {}, looked: true },
  { namespaces: [], wake: {}, looked: true },
  { namespaces: ["elsewhere"], wake: { resource: undefined, namespace: "default" }, looked: false },
])("a wake that was sent before namespaces were changed to $namespaces", async ({ namespaces, wake, looked }) => {
  const scene = new Scene();
  const application = exampleOf("native-application");
  scene.apply(application);
  const spokes = async () => (await scene.world.fleet.spokes()).map((spoke) => ({ ...spoke, namespaces }));
  const resource = { kind: "FlinkDeployment", namespace: "default", name: application.metadata.name };
  const ports = { ...scene.ports, fleet: { spokes }, queue: new MemoryQueue(scene.world.clock) };
  await look({ spoke: "one", resource, ...wake }, ports);
  expect(scene.names("Deployment")).toEqual(looked ? [application.metadata.name] : []);
});

test("HA metadata waits for the JobManager's pods, which would write it again", async () => {
  const scene = new Scene();
  const application = exampleOf("native-application-ha");
  scene.apply(application);
  await scene.passFor(minutes(1));
  const { name } = application.metadata;
  scene.spoke.api.delete({ kind: "Deployment", namespace: "default", name }, { propagation: "Background" });
  scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
  const isJobManager = ({ metadata }: KubernetesObject): boolean => metadata.labels?.["component"] === "jobmanager";
  const early: string[] = [];
  for (let pass = 0; pass < 300 && scene.names("FlinkDeployment").length > 0; pass += 1) {
    await scene.pass();
    const pods = scene.spoke.api.list("Pod").items.filter(isJobManager);
    const kept = scene.names("ConfigMap").filter((map) => map.endsWith("-cluster-config-map"));
    if (pods.length > 0 && kept.length === 0) early.push(`in pass ${pass}`);
    scene.world.advance(seconds(0.2));
  }
  expect(early).toEqual([]);
  expect(scene.names("ConfigMap")).toEqual([]);
});
