import { type KubeConfig, CoreV1Api, CustomObjectsApi, KubeConfig as Config, Watch } from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seconds } from "../../lib/core/time.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { address, aJobId, deploy, namespace } from "./flinkObjects.ts";

let world: World;
let served: Served;

beforeEach(async () => {
  world = new World({ spokes: ["one", "two"] });
  served = await serve(world);
});
afterEach(async () => await served.close());

interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  const reply = await fetch(`${served.url("one")}${path}`, { method, headers, ...payload });
  const text = await reply.text();
  return { status: reply.status, body: text.startsWith("{") ? (JSON.parse(text) as Reply["body"]) : { text } };
}

const merge = { "content-type": "application/merge-patch+json" };
const maps = "/api/v1/namespaces/default/configmaps";
const deployments = "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments";
const configMap = (name: string, data = {}): object => ({ metadata: { name }, data });
const flinkDeployment = (name: string, spec = {}): object => ({
  metadata: { name },
  spec: { image: "flink:1.20", ...spec },
});

describe("refusals have the body of a Kubernetes Status:", () => {
  test.for([
    {
      when: "nothing of that name",
      call: () => send("GET", `${maps}/none`),
      says: {
        code: 404,
        reason: "NotFound",
        message: 'configmaps "none" not found',
        details: { name: "none", kind: "configmaps" },
      },
    },
    {
      when: "the name is taken",
      call: async () => (await send("POST", maps, configMap("a")), send("POST", maps, configMap("a"))),
      says: { code: 409, reason: "AlreadyExists", message: 'configmaps "a" already exists' },
    },
    {
      when: "another version",
      call: async () => {
        await send("POST", deployments, flinkDeployment("a"));
        return send("PATCH", `${deployments}/a`, { metadata: { resourceVersion: "1" } }, merge);
      },
      says: {
        code: 409,
        reason: "Conflict",
        message:
          'Operation cannot be fulfilled on flinkdeployments.flink.apache.org "a": the object has been modified; please apply your changes to the latest version and try again',
      },
    },
    {
      when: "a value that the schema does not allow",
      call: () => send("POST", deployments, flinkDeployment("a", { mode: "sideways" })),
      says: {
        code: 422,
        reason: "Invalid",
        message:
          'FlinkDeployment.flink.apache.org "a" is invalid: spec.mode: Unsupported value: "sideways": supported values: "native", "standalone"',
      },
    },
    {
      when: "an unknown field, where those are refused",
      call: () => send("POST", `${deployments}?fieldValidation=Strict`, flinkDeployment("a", { nope: 1 })),
      says: { code: 400, reason: "BadRequest", message: expect.stringContaining('unknown field "spec.nope"') },
    },
    {
      when: "a way of patching that the kind has not",
      call: async () => {
        await send("POST", deployments, flinkDeployment("a"));
        return send("PATCH", `${deployments}/a`, {}, { "content-type": "application/strategic-merge-patch+json" });
      },
      says: { code: 415, reason: "UnsupportedMediaType" },
    },
    {
      when: "a method that is none",
      call: () => send("POST", `${maps}/a/none`),
      says: { code: 405, reason: "MethodNotAllowed" },
    },
  ])("$when", async ({ call, says }) => {
    const reply = await call();
    expect(reply.body).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure", ...says });
    expect(reply.status).toBe(says.code);
  });

  test("a kind that is not installed is no page at all", async () => {
    const definition = "customresourcedefinitions/flinkdeployments.flink.apache.org";
    expect((await send("DELETE", `/apis/apiextensions.k8s.io/v1/${definition}`)).status).toBe(200);
    expect(await send("GET", deployments)).toEqual({ status: 404, body: { text: "404 page not found\n" } });
  });
});

describe("clients discover", () => {
  test.for([
    { path: "/version", has: { major: "1", minor: "36" } },
    { path: "/api", has: { versions: ["v1"] } },
    { path: "/apis", has: { kind: "APIGroupList" } },
    { path: "/apis/apps", has: { kind: "APIGroup", preferredVersion: { groupVersion: "apps/v1" } } },
    {
      path: "/apis/flink.apache.org/v1beta1",
      has: { kind: "APIResourceList", groupVersion: "flink.apache.org/v1beta1" },
    },
    { path: "/openapi/v3", has: { paths: { "apis/apps/v1": { serverRelativeURL: "/openapi/v3/apis/apps/v1" } } } },
    { path: "/openapi/v2", has: { swagger: "2.0" } },
  ])("$path", async ({ path, has }) => {
    expect(await send("GET", path)).toMatchObject({ status: 200, body: has });
  });

  test("/openapi/v2 in protobuf, as kubectl asks for it", async () => {
    const accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    const answer = await fetch(`${served.url("one")}/openapi/v2`, { headers: { accept } });
    expect(Buffer.from(await answer.arrayBuffer()).toString("hex")).toBe("0a03322e30");
  });

  test("which of our kinds can be scaled", async () => {
    const { body } = await send("GET", "/apis/flink.apache.org/v1beta1");
    const names = (body["resources"] as readonly { name: string }[]).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("flinkdeployments"))).toEqual([
      "flinkdeployments",
      "flinkdeployments/status",
      "flinkdeployments/scale",
    ]);
  });
});

describe("objects", () => {
  test("come in pages", async () => {
    for (const name of ["a", "b", "c"]) await send("POST", maps, configMap(name));
    const first = await send("GET", `${maps}?limit=2`);
    const metadata = first.body["metadata"] as { continue: string; remainingItemCount: number };
    expect(metadata.remainingItemCount).toBe(1);
    const second = await send("GET", `${maps}?limit=2&continue=${metadata.continue}`);
    expect(second.body).toMatchObject({ items: [{ metadata: { name: "c" } }], metadata: {} });
  });

  test("are created, replaced and deleted", async () => {
    expect(await send("POST", maps, configMap("a", { x: "1" }))).toMatchObject({
      status: 201,
      body: { kind: "ConfigMap" },
    });
    expect((await send("PUT", `${maps}/a`, configMap("a", { y: "2" }))).body["data"]).toEqual({ y: "2" });
    expect((await send("DELETE", `${maps}/a`)).body).toMatchObject({
      kind: "Status",
      status: "Success",
      details: { name: "a" },
    });
    expect((await send("GET", `${maps}/a`)).status).toBe(404);
  });

  test("lose the fields that their schema does not know", async () => {
    const { body } = await send(
      "POST",
      deployments,
      flinkDeployment("a", { nope: 1, flinkConfiguration: { any: { thing: 1 } } }),
    );
    expect(body["spec"]).toEqual({ image: "flink:1.20", flinkConfiguration: { any: { thing: 1 } } });
  });

  test("stay as they are in a dry run", async () => {
    expect((await send("POST", `${maps}?dryRun=All`, configMap("a"))).status).toBe(201);
    expect((await send("GET", `${maps}/a`)).status).toBe(404);
  });

  test("are applied by managers that know of each other", async () => {
    const apply = (manager: string, force: boolean, data: object): Promise<Reply> =>
      send("PATCH", `${maps}/a?fieldManager=${manager}&force=${force}`, configMap("a", data), {
        "content-type": "application/apply-patch+yaml",
      });
    expect((await apply("one", false, { x: "1" })).status).toBe(201);
    expect((await apply("two", false, { x: "2" })).body).toMatchObject({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
    });
    expect((await apply("two", true, { x: "2" })).body["data"]).toEqual({ x: "2" });
    expect((await apply("one", false, {})).body["data"]).toEqual({ x: "2" });
    await apply("three", false, { x: "2" });
    expect((await apply("two", false, {})).body["data"]).toEqual({ x: "2" });
    expect((await apply("three", false, {})).body["data"]).toEqual({});
  });

  test("of our kinds have pod templates whose lists are replaced as a whole", async () => {
    const apply = (manager: string, image: string): Promise<Reply> =>
      send(
        "PATCH",
        `${deployments}/a?fieldManager=${manager}&force=true`,
        flinkDeployment("a", { podTemplate: { spec: { containers: [{ name: image, image }] } } }),
        { "content-type": "application/apply-patch+yaml" },
      );
    await apply("one", "x");
    expect((await apply("two", "y")).body["spec"]).toMatchObject({
      podTemplate: { spec: { containers: [{ name: "y" }] } },
    });
  });

  test("are scaled where their definition says", async () => {
    await send("POST", deployments, flinkDeployment("a", { mode: "standalone" }));
    const scaled = await send("PATCH", `${deployments}/a/scale`, { spec: { replicas: 3 } }, merge);
    expect(scaled.body).toMatchObject({ kind: "Scale", spec: { replicas: 3 } });
    expect((await send("GET", `${deployments}/a`)).body["spec"]).toMatchObject({ taskManager: { replicas: 3 } });
  });

  test("are printed as tables with the columns of their definition", async () => {
    await send("POST", deployments, flinkDeployment("a"));
    await send("PATCH", `${deployments}/a/status`, { status: { lifecycleState: "STABLE" } }, merge);
    world.advance(seconds(125));
    const { body } = await send("GET", deployments, undefined, {
      accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
    });
    const columns = body["columnDefinitions"] as readonly { name: string }[];
    expect(columns.map(({ name }) => name)).toEqual(["Name", "Job Status", "Lifecycle State", "Age"]);
    expect(body["rows"]).toMatchObject([{ cells: ["a", "", "STABLE", "2m5s"], object: { metadata: { name: "a" } } }]);
  });

  test("of one spoke are not those of another", async () => {
    await send("POST", maps, configMap("a"));
    const other = await fetch(`${served.url("two")}${maps}/a`);
    expect(other.status).toBe(404);
  });
});

describe("a watch", () => {
  test("tells what came, changed and went, as its selector sees it", async () => {
    const { body } = await send("GET", maps);
    const { resourceVersion } = body["metadata"] as { resourceVersion: string };
    const labelled = (on: string): object => ({ metadata: { name: "a", labels: { on } } });
    await send("POST", maps, labelled("yes"));
    await send("PATCH", `${maps}/a`, { data: { x: "1" } }, merge);
    await send("PATCH", `${maps}/a`, labelled("no"), merge);
    await send("PATCH", `${maps}/a`, labelled("yes"), merge);
    await send("DELETE", `${maps}/a`);
    const query = `watch=1&labelSelector=on%3Dyes&timeoutSeconds=0&resourceVersion=${resourceVersion}`;
    const lines = await (await fetch(`${served.url("one")}${maps}?${query}`)).text();
    const types = lines
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(["ADDED", "MODIFIED", "DELETED", "ADDED", "DELETED"]);
  });

  test("that begins with all there is says when it has told that", async () => {
    await send("POST", maps, configMap("a"));
    const query =
      "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=0";
    const lines = (await (await fetch(`${served.url("one")}${maps}?${query}`)).text()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: "ADDED", object: { metadata: { name: "a" } } },
      { type: "BOOKMARK", object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } } },
    ]);
  });
});

describe("Flink behind the service proxy", () => {
  const proxy = `/api/v1/namespaces/${namespace}/services/http:a-rest:rest/proxy`;

  test("is sent the body of a request", async () => {
    deploy(world.spoke("one"), { name: "a" });
    world.advance(seconds(30));
    const savepoints = `${proxy}/jobs/${aJobId}/savepoints`;
    const asked = await send("POST", savepoints, { "target-directory": "s3://b", triggerId: "1".repeat(32) });
    expect(asked).toEqual({ status: 202, body: { "request-id": "1".repeat(32) } });
    world.advance(seconds(5));
    expect(world.spoke("one").snapshots).toMatchObject([{ path: expect.stringMatching(/^s3:\/\/b\//) }]);
    expect(await send("POST", savepoints, "no object")).toMatchObject({ status: 400 });
  });

  test("answers itself", async () => {
    deploy(world.spoke("one"), { name: "a" });
    world.advance(seconds(30));
    expect((await send("GET", `${proxy}/jobs/overview`)).body).toMatchObject({
      jobs: [{ state: "RUNNING", name: "a" }],
    });
    expect((await send("GET", `${proxy}/overview`)).body).toMatchObject({ taskmanagers: 1, "slots-available": 0 });
    expect(await send("GET", `${proxy}/jobs/${"0".repeat(32)}`)).toMatchObject({
      status: 404,
      body: { errors: [expect.any(String)] },
    });
    expect((await send("GET", `${proxy}/nothing`)).body).toEqual({ errors: ["Not found: /nothing"] });
  });

  test("is not answered for by Kubernetes", async () => {
    deploy(world.spoke("one"), { name: "a" });
    const reply = await send("GET", `${proxy}/jobs/overview`);
    expect(reply.body).toMatchObject({
      kind: "Status",
      code: 503,
      message: 'no endpoints available for service "a-rest"',
    });
    expect(address("a").service).toBe("a-rest");
  });
});

describe("@kubernetes/client-node", () => {
  const config = (): KubeConfig => {
    const made = new Config();
    made.loadFromClusterAndUser({ name: "one", server: served.url("one"), skipTLSVerify: true }, { name: "nobody" });
    return made;
  };

  test("reads and writes", async () => {
    const core = config().makeApiClient(CoreV1Api);
    await core.createNamespacedConfigMap({ namespace: "default", body: { metadata: { name: "a" }, data: { x: "1" } } });
    expect((await core.readNamespacedConfigMap({ namespace: "default", name: "a" })).data).toEqual({ x: "1" });
    const custom = config().makeApiClient(CustomObjectsApi);
    const ours = { group: "flink.apache.org", version: "v1beta1", namespace: "default", plural: "flinkdeployments" };
    await custom.createNamespacedCustomObject({
      ...ours,
      body: { ...flinkDeployment("a"), apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment" },
    });
    expect(await custom.listNamespacedCustomObject(ours)).toMatchObject({ items: [{ metadata: { name: "a" } }] });
  });

  test("watches", async () => {
    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const see = (type: string, object: { metadata: { name: string } }): void => {
      seen.push(`${type} ${object.metadata.name}`);
      if (seen.length === 2) resolve();
    };
    await send("POST", maps, configMap("a"));
    const watch = await new Watch(config()).watch(maps, {}, see, () => undefined);
    await send("PATCH", `${maps}/a`, { data: { x: "1" } }, merge);
    await promise;
    watch.abort();
    expect(seen).toEqual(["ADDED a", "MODIFIED a"]);
  });
});

test("a spoke that cannot be reached hangs up", async () => {
  world.spoke("one").reachable = false;
  await expect(fetch(`${served.url("one")}/version`)).rejects.toThrow("fetch failed");
  expect((await fetch(`${served.url("two")}/version`)).status).toBe(200);
});
