import { describe, expect, test } from "vitest";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import type { Fault } from "../../../lib/core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../../../lib/core/kubernetes.ts";
import { connecting, faultOf } from "../support/connecting.ts";
import { loopback, type Said } from "../support/loopback.ts";

const ref: ObjectRef = { kind: "FlinkDeployment", namespace: "jobs", name: "wordcount" };
const path = "/apis/flink.apache.org/v1beta1/namespaces/jobs/flinkdeployments/wordcount";
const aResource = (over: Record<string, unknown> = {}): KubernetesObject => ({
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "wordcount", namespace: "jobs", uid: "u1", resourceVersion: "7" },
  ...over,
});
const aStatus = (code: number, reason: string, message: string, details: Record<string, unknown> = {}): Said => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", reason, message, details, code },
});
const notFound = aStatus(404, "NotFound", 'flinkdeployments.flink.apache.org "wordcount" not found', {
  name: "wordcount",
  group: "flink.apache.org",
  kind: "flinkdeployments",
});
/** What an API server says of a path that it does not know. */
const notServed: Said = { status: 404, body: "404 page not found\n" };

async function against(answer: Parameters<typeof loopback>[0]) {
  const server = await loopback(answer);
  return { cluster: new KubernetesCluster(connecting(server.url)), heard: server.heard };
}

describe("list", () => {
  const pages = (which: string | undefined): Said =>
    which === undefined
      ? { body: { metadata: { continue: "more" }, items: [{ metadata: { name: "a" } }, { metadata: { name: "b" } }] } }
      : { body: { metadata: {}, items: [{ metadata: { name: "c" } }] } };

  test("reads every page, 500 at a time", async () => {
    const { cluster, heard } = await against(({ query }) => pages(query["continue"]));
    const found = await cluster.list({ kind: "Pod", namespace: "jobs" });
    expect(found.map(({ kind, apiVersion, metadata }) => [apiVersion, kind, metadata.name])).toEqual([
      ["v1", "Pod", "a"],
      ["v1", "Pod", "b"],
      ["v1", "Pod", "c"],
    ]);
    expect(heard.map(({ path: asked, query }) => [asked, query])).toEqual([
      ["/api/v1/namespaces/jobs/pods", { limit: "500" }],
      ["/api/v1/namespaces/jobs/pods", { limit: "500", continue: "more" }],
    ]);
  });

  test("starts again when the rest has expired, and repeats nothing", async () => {
    const { cluster } = await against(({ query }, count) =>
      count === 2 ? aStatus(410, "Expired", "The provided continue parameter is too old") : pages(query["continue"]),
    );
    const found = await cluster.list({ kind: "Pod" });
    expect(found.map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c"]);
  });

  test("starts again only once", async () => {
    const { cluster, heard } = await against(({ query }) =>
      query["continue"] === undefined ? pages(undefined) : aStatus(410, "Expired", "too old"),
    );
    expect(await faultOf(cluster.list({ kind: "Pod" }))).toEqual({
      kind: "unavailable",
      what: "list of pods",
      because: "the list expired twice while being read",
    });
    expect(heard).toHaveLength(4);
  });

  test("selects by name, labels and nothing else over all namespaces", async () => {
    const { cluster, heard } = await against(() => ({ body: { metadata: {}, items: [] } }));
    await cluster.list({ kind: "FlinkDeployment", name: "wordcount", labels: "team in (a,b),!paused" });
    expect(heard[0]).toMatchObject({
      path: "/apis/flink.apache.org/v1beta1/flinkdeployments",
      query: { fieldSelector: "metadata.name=wordcount", labelSelector: "team in (a,b),!paused" },
    });
  });

  test("names the CRD that is not installed", async () => {
    const { cluster } = await against(() => notServed);
    expect(await faultOf(cluster.list({ kind: "FlinkDeployment" }))).toEqual({
      kind: "missing",
      what: "the custom resource definition flinkdeployments.flink.apache.org (version v1beta1)",
    });
  });

  test("keeps fields that nobody named", async () => {
    const item = { metadata: { name: "a", selfMade: 1 }, data: { x: "y" } };
    const { cluster } = await against(() => ({ body: { metadata: { continue: "" }, items: [item] } }));
    expect(await cluster.list({ kind: "ConfigMap" })).toEqual([{ apiVersion: "v1", kind: "ConfigMap", ...item }]);
  });

  test.for([{ body: "<html>gateway</html>" }, { body: { items: [{ metadata: {} }] } }])(
    "does not take %j for an empty cluster",
    async ({ body }) => {
      const { cluster } = await against(() => ({ body }));
      expect(await faultOf(cluster.list({ kind: "Pod" }))).toMatchObject({ kind: "unavailable", what: "list of pods" });
    },
  );
});

describe("read", () => {
  test("returns the object", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource({ spec: { image: "flink" } }) }));
    expect(await cluster.read(ref)).toEqual(aResource({ spec: { image: "flink" } }));
    expect(heard[0]).toMatchObject({ method: "GET", path });
  });

  test("returns nothing only when Kubernetes says that the object is not there", async () => {
    const { cluster } = await against(() => notFound);
    expect(await cluster.read(ref)).toBeUndefined();
  });

  test("tells a kind that is not served from an object that is not there", async () => {
    const { cluster } = await against(() => notServed);
    expect(await faultOf(cluster.read(ref))).toMatchObject({
      kind: "missing",
      what: expect.stringContaining("custom resource definition flinkdeployments.flink.apache.org"),
    });
  });
});

describe("faults", () => {
  test.for<{ when: string; said: Said; is: Partial<Fault> }>([
    {
      when: "the resource moved on",
      said: aStatus(409, "Conflict", "the object has been modified"),
      is: { kind: "conflict", because: "the object has been modified" },
    },
    { when: "the name is taken", said: aStatus(409, "AlreadyExists", "already exists"), is: { kind: "conflict" } },
    {
      when: "the uid is another one",
      said: aStatus(422, "Invalid", "metadata.uid: Invalid value", { causes: [{ field: "metadata.uid" }] }),
      is: { kind: "conflict" },
    },
    {
      when: "the spec is invalid",
      said: aStatus(422, "Invalid", "spec.image: Required value", { causes: [{ field: "spec.image" }] }),
      is: { kind: "rejected", because: "spec.image: Required value" },
    },
    {
      when: "the request is wrong",
      said: aStatus(400, "BadRequest", "no"),
      is: { kind: "rejected", because: "no" },
    },
    { when: "the token is old", said: aStatus(401, "Unauthorized", "Unauthorized"), is: { kind: "denied" } },
    {
      when: "a right is missing",
      said: aStatus(
        403,
        "Forbidden",
        'User "u" cannot patch resource "flinkdeployments" in API group "flink.apache.org"',
      ),
      is: {
        kind: "denied",
        because: 'User "u" cannot patch resource "flinkdeployments" in API group "flink.apache.org"',
      },
    },
    { when: "there are too many requests", said: aStatus(429, "TooManyRequests", "slow"), is: { kind: "unavailable" } },
    { when: "the server fails", said: aStatus(500, "InternalError", "etcd"), is: { kind: "unavailable" } },
    {
      when: "an admission webhook does not answer",
      said: aStatus(
        500,
        "InternalError",
        'Internal error occurred: failed calling webhook "policy.example.com": timeout',
      ),
      is: { kind: "rejected" },
    },
    {
      when: "an apply does not fit the schema",
      said: aStatus(
        500,
        "",
        "failed to create typed patch object (jobs/a; /v1, Kind=Service): .spec.x: field not declared",
      ),
      is: { kind: "rejected" },
    },
    { when: "the server starts", said: { status: 503, body: "starting" }, is: { kind: "unavailable" } },
    { when: "something else answers", said: { status: 302, body: "login here" }, is: { kind: "unavailable" } },
    { when: "a gateway denies", said: { status: 403, body: "<html>" }, is: { kind: "denied" } },
    {
      when: "the object is not there",
      said: notFound,
      is: { kind: "missing", what: "FlinkDeployment jobs/wordcount" },
    },
    {
      when: "the namespace is not there",
      said: aStatus(404, "NotFound", 'namespaces "jobs" not found', { name: "jobs", kind: "namespaces" }),
      is: { kind: "missing", what: "namespace jobs (for FlinkDeployment jobs/wordcount)" },
    },
    { when: "the message is long", said: aStatus(400, "BadRequest", "x".repeat(999)), is: { kind: "rejected" } },
  ])("when $when", async ({ said, is }) => {
    const { cluster } = await against(() => said);
    const fault = await faultOf(cluster.patch(ref, {}));
    expect(fault).toMatchObject(is);
    expect(JSON.stringify(fault).length).toBeLessThan(450);
  });

  test("say nothing of a body that is not Kubernetes' own", async () => {
    const { cluster } = await against(() => ({ status: 500, body: "echo: Bearer not-to-be-seen" }));
    expect(JSON.stringify(await faultOf(cluster.read(ref)))).not.toContain("not-to-be-seen");
  });
});

describe("writes", () => {
  test("apply is server-side, forced, and in our name", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource() }));
    await cluster.apply(aResource({ spec: { a: 1 } }));
    expect(heard[0]).toMatchObject({
      method: "PATCH",
      path,
      query: { fieldManager: "flink-fleet", force: "true" },
      headers: { "content-type": "application/apply-patch+yaml" },
      body: aResource({ spec: { a: 1 } }),
    });
  });

  test("create posts to the collection", async () => {
    const { cluster, heard } = await against(() => ({ status: 201, body: aResource() }));
    await cluster.create(aResource());
    expect(heard[0]).toMatchObject({ method: "POST", path: path.replace("/wordcount", ""), body: aResource() });
  });

  test("patch is a merge patch, with its preconditions", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource() }));
    const patch = { metadata: { resourceVersion: "7", finalizers: null } };
    await cluster.patch(ref, patch);
    expect(heard[0]).toMatchObject({
      method: "PATCH",
      path,
      headers: { "content-type": "application/merge-patch+json" },
      body: patch,
    });
  });

  test.for(["flink-fleet", "flink-fleet-trigger"] as const)("patch is told to be of %s", async (fieldManager) => {
    const { cluster, heard } = await against(() => ({ body: aResource() }));
    await cluster.patch(ref, {}, fieldManager === "flink-fleet" ? undefined : { fieldManager });
    expect(heard[0]?.query).toEqual({ fieldManager });
  });

  test("writeStatus sends what differs, and only for the version that was read", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource({ status: { a: 2 } }) }));
    await cluster.writeStatus(aResource({ status: { a: 1, b: 1, c: 1 } }), { a: 2, c: 1 });
    expect(heard[0]).toMatchObject({
      method: "PATCH",
      path: `${path}/status`,
      headers: { "content-type": "application/merge-patch+json" },
      body: { metadata: { uid: "u1", resourceVersion: "7" }, status: { a: 2, b: null } },
    });
  });

  test("writeStatus sends nothing when nothing differs", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource() }));
    const read = aResource({ status: { a: 1 } });
    expect(await cluster.writeStatus(read, { a: 1 })).toBe(read);
    expect(heard).toEqual([]);
  });

  test("writeStatus never writes without a version", async () => {
    const { cluster, heard } = await against(() => ({ body: aResource() }));
    const unread = aResource({ metadata: { name: "wordcount", namespace: "jobs" } });
    await expect(cluster.writeStatus(unread, { a: 1 })).rejects.toThrow(TypeError);
    expect(heard).toEqual([]);
  });

  test("remove names the very object", async () => {
    const { cluster, heard } = await against(() => ({ body: { kind: "Status", status: "Success" } }));
    await cluster.remove(ref, { uid: "u1", propagation: "Foreground" });
    expect(heard[0]).toMatchObject({
      method: "DELETE",
      path,
      body: { propagationPolicy: "Foreground", preconditions: { uid: "u1" } },
    });
  });

  test("remove of what is not there is no fault", async () => {
    const { cluster } = await against(() => notFound);
    await expect(cluster.remove(ref, { propagation: "Background" })).resolves.toBeUndefined();
  });

  test("remove of a kind that is not served is a fault", async () => {
    const { cluster } = await against(() => notServed);
    expect(await faultOf(cluster.remove(ref, { propagation: "Background" }))).toMatchObject({ kind: "missing" });
  });
});
