import { describe, expect, test } from "vitest";
import { Faulted, type Fault } from "../../lib/core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../../lib/core/kubernetes.ts";
import { minutes, millis, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import type { Result } from "../../lib/shell/result.ts";
import type { Sweep } from "../../lib/shell/sweep.ts";
import { example, Scene } from "../sequence/support/scene.ts";

const [application] = example("native-application.yaml");
const named = (name: string): KubernetesObject => {
  if (application === undefined) throw new Error("the example holds nothing");
  return { ...application, metadata: { ...application.metadata, name } };
};

/** A spoke some of whose calls end otherwise. */
const changed =
  (change: (cluster: Cluster) => Partial<Cluster>) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const { cluster, flink, artifacts } = await spoke.connect();
      const plain: Cluster = {
        list: (query) => cluster.list(query),
        read: (ref) => cluster.read(ref),
        create: (object) => cluster.create(object),
        apply: (object) => cluster.apply(object),
        patch: (ref, patch) => cluster.patch(ref, patch),
        writeStatus: (read, status) => cluster.writeStatus(read, status),
        remove: (ref, options) => cluster.remove(ref, options),
      };
      return { cluster: { ...plain, ...change(cluster) }, flink, artifacts };
    },
  });

/** Refuses to apply objects of a kind. */
const refusing = (kind: string, fault: Fault): ((spoke: Spoke) => Spoke) =>
  changed((cluster) => ({
    apply: (object) => (object.kind === kind ? Promise.reject(new Faulted(fault)) : cluster.apply(object)),
  }));

const denied: Fault = { kind: "denied", what: "ConfigMap default/x", because: "exceeded quota: maps" };

interface Status {
  readonly error?: string;
  readonly lifecycleState?: string;
  readonly jobStatus?: { readonly jobId?: string };
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
}
const statusOf = (scene: Scene, name: string): Status => scene.resource(name)["status"] as Status;
const degraded = (scene: Scene, name: string): string | undefined =>
  statusOf(scene, name).conditions?.find(({ type }) => type === "Degraded")?.reason;
const reasons = (scene: Scene): readonly unknown[] =>
  scene.spoke.api.list("Event").items.map((event) => event["reason"]);

describe("a refusal of the API server", () => {
  test.for([
    { fault: denied, says: "exceeded quota: maps" },
    { fault: { kind: "rejected", what: "ConfigMap default/x", because: "is too long" } as const, says: "is too long" },
    { fault: { kind: "missing", what: "the API of configmaps" } as const, says: "the API of configmaps: not found" },
  ])("is told, and the same deployment is completed when it is over: $fault.kind", async ({ fault, says }) => {
    const scene = new Scene();
    scene.apply(named("orders"));
    await scene.pass(refusing("ConfigMap", fault));
    const before = statusOf(scene, "orders");
    expect(before.error).toContain(says);
    expect(degraded(scene, "orders")).toBe("DeploymentFailed");
    expect(reasons(scene)).toContain("DeploymentFailed");

    await scene.passFor(minutes(2));
    expect(statusOf(scene, "orders")).toMatchObject({
      lifecycleState: "STABLE",
      jobStatus: { jobId: before.jobStatus?.jobId },
    });
    expect(statusOf(scene, "orders").error).toBeUndefined();
    expect(scene.world.violations).toEqual([]);
  });
});

test("a stranger's Deployment that comes between the claim and the creation is left alone, and told", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  const labels = { app: "theirs", type: "flink-native-kubernetes" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "theirs:1" }] } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  const theirs = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "orders", namespace: "default", labels },
    spec,
  };
  const first = await scene.pass(
    changed((cluster) => ({
      create: (object) => {
        if (scene.names("Deployment").length === 0) scene.spoke.api.create(theirs);
        return cluster.create(object);
      },
    })),
  );
  expect(first).toMatchObject({ results: [{ wrote: true }] });
  expect(degraded(scene, "orders")).toBe("DeploymentFailed");
  await scene.passFor(minutes(1));
  expect(degraded(scene, "orders")).toBe("ClusterExists");
  expect(scene.spoke.api.read({ kind: "Deployment", namespace: "default", name: "orders" })["spec"]).toMatchObject({
    template: { spec: { containers: [{ image: "theirs:1" }] } },
  });
});

describe("one broken resource does not hold up the others", () => {
  test("a status that cannot be read", async () => {
    const scene = new Scene();
    scene.apply(named("broken"));
    scene.apply(named("orders"));
    const patch = { type: "merge", body: { status: { fleet: { intent: "?" } } } } as const;
    scene.spoke.api.patch({ kind: "FlinkDeployment", namespace: "default", name: "broken" }, patch, {
      subresource: "status",
    });
    await scene.passFor(minutes(1));
    const swept = await scene.pass();
    const results = swept.kind === "swept" ? swept.results : [];
    expect(results.find(({ name }) => name === "broken")?.failure).toMatchObject({ fault: { kind: "rejected" } });
    expect(results.find(({ name }) => name === "broken")?.because).toContain("status.fleet.intent");
    expect(statusOf(scene, "orders").lifecycleState).toBe("STABLE");
    expect(scene.names("Deployment")).toEqual(["orders"]);
  });

  test("a bug that one of them meets", async () => {
    const scene = new Scene();
    scene.apply(named("cursed"));
    scene.apply(named("orders"));
    const cursed = changed((cluster) => ({
      create: (object) => {
        if (object.metadata.name === "cursed") throw new RangeError("a bug");
        return cluster.create(object);
      },
    }));
    const swept = await scene.pass(cursed);
    const results = swept.kind === "swept" ? swept.results : [];
    expect(results.find(({ name }) => name === "cursed")?.failure).toMatchObject({ kind: "bug" });
    expect(scene.names("Deployment")).toEqual(["orders"]);
  });
});

test("no resource is begun after the deadline, and none is lost", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  const late = (spoke: Spoke): Spoke => ({ ...spoke, limits: { ...spoke.limits, deadline: millis(0) } });
  const swept = await scene.pass(late);
  expect(swept).toMatchObject({ results: [{ name: "orders", failure: { fault: { kind: "unavailable" } } }] });
  expect(scene.names("Deployment")).toEqual([]);
  await scene.pass();
  expect(scene.names("Deployment")).toEqual(["orders"]);
});

test("no further step is begun after a resource's own deadline", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  await scene.pass((spoke) => ({ ...spoke, limits: { ...spoke.limits, resourceDeadline: millis(0) } }));
  expect(scene.resource("orders").metadata.finalizers).toHaveLength(1);
  expect(scene.names("Deployment")).toEqual([]);
});

test("that nobody can be told never fails a run", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  const swept = await scene.pass(refusing("Event", { kind: "denied", what: "Event", because: "forbidden" }));
  expect(swept).toMatchObject({ results: [{ name: "orders", wrote: true }] });
  expect(statusOf(scene, "orders").lifecycleState).toBe("DEPLOYED");
});

test("a spoke that cannot be reached is told as such", async () => {
  const scene = new Scene();
  scene.apply(named("orders"));
  scene.spoke.reachable = false;
  expect(await scene.pass()).toMatchObject({ kind: "unreachable", fault: { kind: "unavailable" } });
});

test("a session cluster waits for its session jobs to be deleted first", async () => {
  const scene = new Scene();
  const [session] = example("native-session.yaml");
  if (session === undefined) throw new Error("the example holds nothing");
  scene.apply(session);
  const { name } = session.metadata;
  const ref = { namespace: "default", name: "visits" };
  scene.apply({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkSessionJob",
    metadata: ref,
    spec: { deploymentName: name, job: { jarURI: "https://example.com/a.jar", parallelism: 1 } },
  });
  await scene.passFor(minutes(1));
  scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
  await scene.passFor(seconds(30));
  expect(degraded(scene, name)).toBe("CleanupFailed");
  expect(scene.names("Deployment")).toEqual([name]);
  expect(reasons(scene)).toContain("CleanupFailed");

  scene.spoke.api.delete({ kind: "FlinkSessionJob", ...ref });
  await scene.passFor(minutes(1));
  expect(["FlinkDeployment", "Deployment", "Pod", "ConfigMap"].flatMap((kind) => scene.names(kind))).toEqual([]);
});

test("HA metadata under the name of a resource that never deployed anything is somebody else's", async () => {
  const scene = new Scene();
  const held = named("orders");
  scene.apply({ ...held, metadata: { ...held.metadata, finalizers: ["flinkdeployments.flink.apache.org/finalizer"] } });
  const labels = { app: "orders", type: "flink-native-kubernetes" };
  const metadata = { name: "orders-cluster-config-map", namespace: "default", labels };
  scene.spoke.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata });
  scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name: "orders" });
  await scene.passFor(seconds(30));
  expect(scene.names("FlinkDeployment")).toEqual([]);
  expect(scene.names("ConfigMap")).toEqual(["orders-cluster-config-map"]);
});

describe("what is missing during a run", () => {
  const kinds = ["FlinkDeployment", "FlinkStateSnapshot"] as const;
  const withBoth = (): Scene => {
    const scene = new Scene();
    scene.apply(named("job"));
    scene.spoke.api.create({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkStateSnapshot",
      metadata: { name: "now", namespace: "default" },
      spec: { jobReference: { kind: "FlinkDeployment", name: "job" }, savepoint: {} },
    });
    return scene;
  };
  /** The finalizer is what a run writes first. */
  const beforeFirst =
    (kind: (typeof kinds)[number], meanwhile: (ref: ObjectRef) => void) =>
    (cluster: Cluster): Partial<Cluster> => ({
      patch: (ref, patch) => {
        if (ref.kind === kind) meanwhile(ref);
        return cluster.patch(ref, patch);
      },
    });

  test.for(kinds)("%s: the resource itself, and nothing has failed", async (kind) => {
    const scene = withBoth();
    const swept = await scene.pass(changed(beforeFirst(kind, (ref) => scene.spoke.api.delete(ref))));
    expect(scene.names(kind)).toEqual([]);
    expect(resultOf(swept, kind)).toEqual(expect.objectContaining({ because: "it is gone", wake: "on schedule" }));
    expect(resultOf(swept, kind)).not.toHaveProperty("failure");
  });

  test.for(kinds)("%s: something else, which is a failure", async (kind) => {
    const fault: Fault = { kind: "missing", what: "the API of patches" };
    const lacking = beforeFirst(kind, () => {
      throw new Faulted(fault);
    });
    const swept = await withBoth().pass(changed(lacking));
    expect(resultOf(swept, kind)).toMatchObject({ failure: { kind: "fault", fault } });
  });

  test.for(kinds)("%s: perhaps, as nobody could look", async (kind) => {
    const scene = withBoth();
    const hidden = changed((cluster) => ({
      ...beforeFirst(kind, (ref) => scene.spoke.api.delete(ref))(cluster),
      read: (ref) =>
        ref.kind === kind && scene.names(kind).length === 0
          ? Promise.reject(new Faulted({ kind: "unavailable", what: ref.name, because: "timeout" }))
          : cluster.read(ref),
    }));
    expect(resultOf(await scene.pass(hidden), kind)).toMatchObject({ failure: { fault: { kind: "missing" } } });
  });
});

const resultOf = (swept: Sweep, kind: string): Result | undefined =>
  swept.kind === "swept" ? swept.results.find((one) => (one.kind ?? "FlinkDeployment") === kind) : undefined;
