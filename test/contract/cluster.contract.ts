import { beforeAll, describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../../lib/core/kubernetes.ts";
import type { Cluster } from "../../lib/ports/index.ts";

/** What the suite needs of an API server: our kinds installed, and a namespace that is ours alone. */
export interface ClusterHarness {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Lets some time pass between two looks. */
  readonly pass: () => Promise<void>;
}

const patience = { timeout: 60_000, interval: 1 };

/** What the shell relies on, of any API server behind the port. */
export function clusterContract(name: string, connect: () => Promise<ClusterHarness>): void {
  describe(`${name} keeps the contract of Cluster:`, { timeout: 120_000 }, () => {
    let cluster: Cluster;
    let namespace: string;
    let pass: () => Promise<void>;
    let made = 0;
    beforeAll(async () => void ({ cluster, namespace, pass } = await connect()));

    const configMap = (parts: Partial<KubernetesObject["metadata"]> = {}, data = {}): KubernetesObject => {
      made += 1;
      const metadata = { name: `contract-${made}`, namespace, ...parts };
      return { apiVersion: "v1", kind: "ConfigMap", metadata, data };
    };
    const flinkDeployment = (spec = {}): KubernetesObject => ({
      ...configMap(),
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkDeployment",
      data: undefined,
      spec: { flinkVersion: "v1_20", serviceAccount: "flink", image: "flink:1.20", ...spec },
    });
    const refTo = (object: KubernetesObject): ObjectRef => ({
      kind: object.kind as ObjectRef["kind"],
      namespace,
      name: object.metadata.name,
    });
    const ownedBy = (owner: KubernetesObject): Partial<KubernetesObject["metadata"]> => {
      const { apiVersion, kind, metadata } = owner;
      const { name: ownerName, uid = "" } = metadata;
      return { ownerReferences: [{ apiVersion, kind, name: ownerName, uid, blockOwnerDeletion: true }] };
    };
    const eventually = (ref: ObjectRef): ReturnType<typeof expect.poll> =>
      expect.poll(async () => {
        await pass();
        return await cluster.read(ref);
      }, patience);

    test("a name that is taken is a conflict", async () => {
      const object = configMap();
      await cluster.create(object);
      expect(await faultOf(cluster.create(object))).toBe("conflict");
    });

    test("what is not there reads as undefined", async () => {
      expect(await cluster.read({ kind: "ConfigMap", namespace, name: "nothing" })).toBeUndefined();
    });

    test("what was created reads back, with an identity", async () => {
      const created = await cluster.create(configMap({}, { a: "1" }));
      const read = await cluster.read(refTo(created));
      expect(read).toMatchObject({ apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } });
      expect(read?.metadata).toMatchObject({
        uid: created.metadata.uid,
        resourceVersion: created.metadata.resourceVersion,
      });
    });

    test("status is replaced: what is gone from it goes", async () => {
      const created = await cluster.create(flinkDeployment());
      const first = await cluster.writeStatus(created, {
        error: "broken",
        jobStatus: { state: "RUNNING", jobName: "a" },
      });
      const second = await cluster.writeStatus(first, { jobStatus: { state: "FAILED" } });
      expect(second["status"]).toEqual({ jobStatus: { state: "FAILED" } });
      expect((await cluster.read(refTo(created)))?.["status"]).toEqual({ jobStatus: { state: "FAILED" } });
    });

    test("status written over a version that has moved on is a conflict, and changes nothing", async () => {
      const created = await cluster.create(flinkDeployment());
      await cluster.writeStatus(created, { lifecycleState: "CREATED" });
      expect(await faultOf(cluster.writeStatus(created, { lifecycleState: "FAILED" }))).toBe("conflict");
      expect((await cluster.read(refTo(created)))?.["status"]).toEqual({ lifecycleState: "CREATED" });
    });

    test("a generation counts changes of spec, and neither status nor labels", async () => {
      const created = await cluster.create(flinkDeployment());
      const reported = await cluster.writeStatus(created, { lifecycleState: "CREATED" });
      const labelled = await cluster.patch(refTo(created), { metadata: { labels: { a: "b" } } });
      const changed = await cluster.patch(refTo(created), { spec: { restartNonce: 1 } });
      const generations = [created, reported, labelled, changed].map((object) => object.metadata.generation);
      expect(generations).toEqual([1, 1, 1, 2]);
      expect(changed["status"]).toEqual({ lifecycleState: "CREATED" });
    });

    test("a list is whole, however many pages it has", async () => {
      const labels = { page: "all" };
      const many = Array.from({ length: 510 }, () => configMap({ labels }));
      for (let i = 0; i < many.length; i += 30)
        await Promise.all(many.slice(i, i + 30).map((each) => cluster.create(each)));
      const listed = await cluster.list({ kind: "ConfigMap", namespace, labels: "page=all" });
      expect(new Set(listed.map((each) => each.metadata.name))).toEqual(
        new Set(many.map((each) => each.metadata.name)),
      );
      expect(listed[0]).toMatchObject({ apiVersion: "v1", kind: "ConfigMap" });
    });

    test("a list is narrowed by labels and by name", async () => {
      const [one, two] = [
        configMap({ labels: { of: "query", n: "1" } }),
        configMap({ labels: { of: "query", n: "2" } }),
      ];
      await cluster.create(one);
      await cluster.create(two);
      const names = async (query: { labels?: string; name?: string }): Promise<readonly string[]> =>
        (await cluster.list({ kind: "ConfigMap", namespace, ...query })).map((each) => each.metadata.name);
      expect(await names({ labels: "of=query,n!=2" })).toEqual([one.metadata.name]);
      expect(await names({ labels: "of in (query),n in (2,3)" })).toEqual([two.metadata.name]);
      expect(await names({ labels: "of=query,!n" })).toEqual([]);
      expect(await names({ name: two.metadata.name })).toEqual([two.metadata.name]);
    });

    test("applying the same again writes nothing", async () => {
      const service = {
        ...configMap(),
        kind: "Service",
        data: undefined,
        spec: { selector: { app: "x" }, ports: [{ name: "rest", port: 8081, targetPort: 8081 }] },
      };
      const first = await cluster.apply(service);
      const second = await cluster.apply(service);
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    });

    test("applying repairs what was changed by hand, removes what is no longer applied, and leaves the rest", async () => {
      const wanted = configMap({ labels: { ours: "yes", gone: "soon" } }, { a: "1", b: "2" });
      await cluster.apply(wanted);
      await cluster.patch(refTo(wanted), { data: { a: "changed", theirs: "kept" } });
      const { metadata } = wanted;
      const repaired = await cluster.apply({
        ...wanted,
        metadata: { ...metadata, labels: { ours: "yes" } },
        data: { a: "1" },
      });
      expect(repaired["data"]).toEqual({ a: "1", theirs: "kept" });
      expect(repaired.metadata.labels).toEqual({ ours: "yes" });
    });

    test("lists with keys are applied item by item", async () => {
      const container = (name: string, image: string): object => ({ name, image });
      const deployment = (containers: readonly object[]): KubernetesObject => ({
        ...configMap({ name: "keyed" }),
        apiVersion: "apps/v1",
        kind: "Deployment",
        data: undefined,
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: "keyed" } },
          template: { metadata: { labels: { app: "keyed" } }, spec: { containers } },
        },
      });
      await cluster.apply(deployment([container("a", "a:1"), container("b", "b:1")]));
      const applied = await cluster.apply(deployment([container("a", "a:2")]));
      expect(applied).toMatchObject({ spec: { template: { spec: { containers: [{ name: "a", image: "a:2" }] } } } });
      expect(applied.metadata.generation).toBe(2);
    });

    test("a patch with a version or a uid of another is a conflict", async () => {
      const created = await cluster.create(configMap());
      const { resourceVersion } = created.metadata;
      await cluster.patch(refTo(created), { data: { a: "1" } });
      expect(await faultOf(cluster.patch(refTo(created), { metadata: { resourceVersion }, data: { a: "2" } }))).toBe(
        "conflict",
      );
      const uid = "00000000-0000-4000-8000-000000000000";
      expect(await faultOf(cluster.patch(refTo(created), { metadata: { uid }, data: { a: "2" } }))).toBe("conflict");
      expect((await cluster.read(refTo(created)))?.["data"]).toEqual({ a: "1" });
    });

    test("a patch of what is not there is missing", async () => {
      expect(await faultOf(cluster.patch({ kind: "ConfigMap", namespace, name: "nothing" }, {}))).toBe("missing");
    });

    test("what the API server does not accept is rejected", async () => {
      expect(await faultOf(cluster.create(flinkDeployment({ mode: "sideways" })))).toBe("rejected");
      expect(await faultOf(cluster.create(configMap({ name: "Not_A_Name" })))).toBe("rejected");
    });

    test("two ports of one name cannot be applied", async () => {
      const service = (port: number): KubernetesObject => ({
        ...configMap({ name: "jammed" }),
        kind: "Service",
        data: undefined,
        spec: { ports: [{ name: "rest", port, targetPort: 8081 }] },
      });
      const created = await cluster.apply(service(8081));
      await cluster.patch(refTo(created), { spec: { ports: [{ name: "rest", port: 9999, targetPort: 8081 }] } });
      expect(await faultOf(cluster.apply(service(8081)))).toBe("rejected");
    });

    test("an address of a Service, and what was made immutable, cannot be changed", async () => {
      const service = (clusterIP?: string): KubernetesObject => ({
        ...configMap({ name: "addressed" }),
        kind: "Service",
        data: undefined,
        spec: { clusterIP, ports: [{ port: 8081 }] },
      });
      await cluster.apply(service());
      expect(await faultOf(cluster.apply(service("None")))).toBe("rejected");
      const map = await cluster.create({ ...configMap({ name: "fixed" }, { a: "1" }), immutable: true });
      expect(await faultOf(cluster.patch(refTo(map), { data: { a: "2" } }))).toBe("rejected");
      expect(await faultOf(cluster.patch(refTo(map), { immutable: null }))).toBe("rejected");
      await cluster.patch(refTo(map), { metadata: { labels: { a: "1" } } });
    });

    test("a finalizer holds a deletion back until it is taken off", async () => {
      const created = await cluster.create(configMap({ finalizers: ["flink-fleet.test/hold"] }));
      await cluster.remove(refTo(created), { propagation: "Background" });
      expect((await cluster.read(refTo(created)))?.metadata.deletionTimestamp).toBeDefined();
      await cluster.patch(refTo(created), { metadata: { finalizers: null } });
      expect(await cluster.read(refTo(created))).toBeUndefined();
    });

    test("only the very object that was meant is removed", async () => {
      const created = await cluster.create(configMap());
      const uid = "00000000-0000-4000-8000-000000000000";
      expect(await faultOf(cluster.remove(refTo(created), { uid, propagation: "Background" }))).toBe("conflict");
      expect(await cluster.read(refTo(created))).toBeDefined();
      await cluster.remove(refTo(created), { uid: created.metadata.uid, propagation: "Background" });
      expect(await cluster.read(refTo(created))).toBeUndefined();
    });

    test("removing what is not there is no fault", async () => {
      const ref = { kind: "ConfigMap", namespace, name: "nothing" } as const;
      await expect(cluster.remove(ref, { propagation: "Background" })).resolves.toBeUndefined();
    });

    test("in the background what is owned goes after its owner", async () => {
      const owner = await cluster.create(configMap());
      const owned = await cluster.create(configMap(ownedBy(owner)));
      await cluster.remove(refTo(owner), { propagation: "Background" });
      expect(await cluster.read(refTo(owner))).toBeUndefined();
      await eventually(refTo(owned)).toBeUndefined();
    });

    test("in the foreground the owner waits for what it owns", async () => {
      const owner = await cluster.create(configMap());
      const held = await cluster.create(configMap({ ...ownedBy(owner), finalizers: ["flink-fleet.test/hold"] }));
      await cluster.remove(refTo(owner), { propagation: "Foreground" });
      await eventually(refTo(held)).toHaveProperty("metadata.deletionTimestamp");
      expect((await cluster.read(refTo(owner)))?.metadata.deletionTimestamp).toBeDefined();
      await cluster.patch(refTo(held), { metadata: { finalizers: null } });
      await eventually(refTo(owner)).toBeUndefined();
      expect(await cluster.read(refTo(held))).toBeUndefined();
    });

    test("an orphan stays, and is nobody's", async () => {
      const owner = await cluster.create(configMap());
      const owned = await cluster.create(configMap(ownedBy(owner)));
      await cluster.remove(refTo(owner), { propagation: "Orphan" });
      await eventually(refTo(owner)).toBeUndefined();
      expect((await cluster.read(refTo(owned)))?.metadata.ownerReferences).toBeUndefined();
    });

    test("what is made for an owner that is gone is collected", async () => {
      const owner = await cluster.create(configMap());
      await cluster.remove(refTo(owner), { propagation: "Background" });
      const late = await cluster.create(configMap(ownedBy(owner)));
      await eventually(refTo(late)).toBeUndefined();
    });

    test("events are objects like others", async () => {
      const about = await cluster.create(configMap());
      const { apiVersion, kind, metadata } = about;
      const event = await cluster.create({
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: `${metadata.name}.1`, namespace },
        involvedObject: { apiVersion, kind, name: metadata.name, namespace, uid: metadata.uid },
        type: "Warning",
        reason: "Contract",
        message: "seen",
        firstTimestamp: "2026-01-01T00:00:00Z",
        lastTimestamp: "2026-01-01T00:00:00Z",
        count: 1,
        source: { component: "flink-fleet" },
      });
      await cluster.patch(refTo(event), { count: 2 });
      expect(await cluster.read(refTo(event))).toMatchObject({ reason: "Contract", count: 2 });
    });
  });
}

async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (error instanceof Faulted) return error.fault.kind;
    throw error;
  }
}
