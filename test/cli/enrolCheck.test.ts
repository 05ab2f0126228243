import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { silent } from "../../lib/cli/silent.ts";
import { flinkFleet } from "../../lib/cli/program.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import { wired } from "../../lib/cli/wiring.ts";
import { seconds } from "../../lib/core/time.ts";
import { World } from "../../lib/world/world.ts";
import { serve } from "../../lib/world/http/serve.ts";
import { aws } from "../adapters/support/aws.ts";
import { loopback, type Said } from "../adapters/support/loopback.ts";
import { certificate } from "../adapters/support/tls.ts";
import { aDeployment, noon, surroundings } from "./surroundings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "enrol-"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "very-secret");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

interface Step {
  readonly step: string;
  readonly what: string;
  readonly kind: "passed" | "failed" | "skipped";
  readonly says?: string;
  readonly because?: string;
  readonly cure?: string;
}

/** The command with all that is real, but for the terminal. */
async function enrol(...words: readonly string[]) {
  const { of, out, err } = surroundings();
  const real = { ...wired(of.terminal, new AbortController().signal), log: silent };
  return { code: await flinkFleet(["enrol", ...words], real), out: out(), err: err() };
}

async function check(...words: readonly string[]) {
  const { code, out } = await enrol("--check", "-o", "json", ...words);
  const { clusters } = JSON.parse(out) as {
    clusters: { cluster: string; enrolled: boolean; steps: readonly Step[] }[];
  };
  const of = (cluster: string) => clusters.find((one) => one.cluster === cluster);
  const failed = (cluster: string) => of(cluster)?.steps.filter(({ kind }) => kind === "failed") ?? [];
  return { code, out, clusters, of, failed };
}

/** A world over HTTP, and the options that name its clusters. */
async function serving(world: World) {
  const served = await serve(world);
  onTestFinished(() => served.close());
  return kubeconfig(world.spokes.map(({ name }) => ({ name, server: served.url(name) })));
}

function kubeconfig(clusters: readonly { readonly name: string; readonly server: string }[]) {
  const file = join(folder, "kubeconfig");
  writeFileSync(file, simulatedKubeconfig(clusters));
  return ["--kubeconfig", file, "--all-contexts"];
}

describe("enrol --check of contexts", () => {
  test("passes every step of a cluster that is enrolled, and cannot try Flink where none is up", async () => {
    const { code, of } = await check(...(await serving(new World({ spokes: ["east"] }))));
    expect(code).toBe(0);
    expect(of("east")?.enrolled).toBe(true);
    expect([...new Set(of("east")?.steps.map(({ step }) => step))]).toEqual([
      "kubeconfig",
      "credentials",
      "network",
      "identity",
      "definitions",
      "rights",
      "proxy",
    ]);
    const [skipped, ...others] = of("east")?.steps.filter(({ kind }) => kind !== "passed") ?? [];
    expect(others).toEqual([]);
    expect(skipped).toMatchObject({ step: "proxy", because: expect.stringContaining("no FlinkDeployment that is up") });
  });

  test("asks Flink where a FlinkDeployment is up, and says what keeps the API server from it", async () => {
    const world = new World({ spokes: ["east"], start: noon });
    const spec = {
      jobManager: { resource: { cpu: 1, memory: "1600m" } },
      taskManager: { resource: { cpu: 1, memory: "1600m" } },
      job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
    };
    world
      .spoke()
      .api.create({ ...aDeployment("orders", { spec }), metadata: { name: "orders", namespace: "default" } });
    const here = { ...surroundings({ spokes: await world.fleet.spokes(), passes: 30 }).of };
    const sleep = async () => {
      await here.sleep(seconds(5));
      world.advance(seconds(5));
    };
    await flinkFleet(["run", "--interval", "5s"], { ...here, clock: world.clock, ids: world.ids, sleep });
    const options = await serving(world);
    const proxy = async () => (await check(...options)).of("east")?.steps.find(({ step }) => step === "proxy");
    expect(await proxy()).toMatchObject({ kind: "passed", what: "Service default/orders-rest" });
    world.spoke().flinkReachable = false;
    expect(await proxy()).toMatchObject({ kind: "failed", cure: expect.stringContaining("port 8081") });
  });

  test("says which rights are missing in which namespace", async () => {
    const world = new World({ spokes: ["east"] });
    world.spoke().may = ({ namespace, resource, verb }) =>
      namespace !== "orders" || (resource !== "pods" && !(resource === "services/proxy" && verb === "create"));
    const { code, failed } = await check(...(await serving(world)), "-n", "payments", "-n", "orders");
    expect(code).toBe(2);
    expect(failed("east").map(({ what, because }) => [what, because])).toEqual([
      ["pods in orders", "may not list"],
      ["services/proxy in orders", "may not create"],
    ]);
    expect(failed("east")[0]?.cure).toContain("enrol --apply --context east -n orders");
  });

  test("-A asks for rights in all namespaces at once", async () => {
    const world = new World({ spokes: ["east"] });
    world.spoke().may = ({ namespace }) => namespace !== undefined;
    const { failed } = await check(...(await serving(world)), "-A");
    expect(failed("east")).toHaveLength(13);
    expect(failed("east")[0]?.what).toBe("flinkdeployments.flink.apache.org in all namespaces");
  });

  test("finds a CRD that is missing and one that is of another version, and goes on with other clusters", async () => {
    const world = new World({ spokes: ["east", "west", "north"] });
    const name = "flinksessionjobs.flink.apache.org";
    const kind = "CustomResourceDefinition";
    world.spoke("west").api.delete({ kind, name });
    world.spoke("north").reachable = false;
    const other = "flinkdeployments.flink.apache.org";
    const schema = { openAPIV3Schema: { type: "object", properties: { status: { type: "object", properties: {} } } } };
    const path = "/spec/versions/0/schema";
    world
      .spoke("west")
      .api.patch({ kind, name: other }, { type: "json", body: [{ op: "replace", path, value: schema }] });
    const { code, of, failed } = await check(...(await serving(world)));
    expect(code).toBe(2);
    expect(of("east")?.enrolled).toBe(true);
    expect(failed("west").map(({ what, because }) => [what, because])).toEqual([
      [`${other} (v1beta1)`, expect.stringMatching(/^is of another version: it does not know spec, status\./u)],
      [`${name} (v1beta1)`, "is not installed"],
    ]);
    expect(failed("north").map(({ step }) => step)).toEqual(["network"]);
    const left = of("north")?.steps.filter(({ kind: result }) => result === "skipped");
    expect(left?.map(({ step }) => step)).toEqual(["identity", "definitions", "rights", "proxy"]);
  });

  test("tells credentials that the cluster does not know from a cluster that is not there", async () => {
    const status = { kind: "Status", message: "Unauthorized", reason: "Unauthorized" };
    const server = await loopback(() => ({ status: 401, body: status }));
    const { failed } = await check(...kubeconfig([{ name: "east", server: server.url }]));
    expect(failed("east")).toMatchObject([
      { step: "identity", because: "Unauthorized", cure: expect.stringContaining("log in again") },
    ]);
  });

  test("knows that something else than an API server answers", async () => {
    const server = await loopback(() => ({ status: 404, body: "nothing here" }));
    const { failed } = await check(...kubeconfig([{ name: "east", server: server.url }]));
    expect(failed("east")).toMatchObject([{ step: "network", because: "what answers is no API server" }]);
  });

  test("prints a line for each step, and cures beside them", async () => {
    const world = new World({ spokes: ["east"] });
    world.spoke().may = ({ resource }) => resource !== "events";
    const { code, out, err } = await enrol("--check", ...(await serving(world)));
    expect(code).toBe(2);
    expect(out).toMatch(/^CLUSTER +STEP +OF +RESULT +MESSAGE$/mu);
    expect(out).toMatch(/^east +rights +events in default +FAILED +may not get, create, patch$/mu);
    expect(out).toMatch(/^east +network +API server +ok +127/mu);
    expect(err).toContain(
      "  → Somebody with rights to the cluster: flink-fleet enrol --apply --context east -n default.",
    );
  });

  test.for([
    { words: ["-o", "json"], says: "-o goes with --check" },
    { words: ["--fleet", "fleet.yaml"], says: "--fleet goes with --check" },
    { words: ["--check", "--apply"], says: "cannot be used with" },
  ])("refuses $words", async ({ words, says }) => {
    const { code, out, err } = await enrol(...words);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(says);
  });
});

describe("enrol --check of a fleet file", () => {
  const account = "111111111111";
  const role = `arn:aws:iam::${account}:role/flink-fleet-spoke`;

  function fleetFile(text: string) {
    const file = join(folder, "fleet.yaml");
    writeFileSync(file, text);
    return ["--fleet", file];
  }
  const cluster = (more = "") =>
    fleetFile(
      `clusters: { prod: { region: eu-west-1, roleArn: "${role}", externalId: x-1, namespaces: [jobs]${more} } }`,
    );

  test("ends with 1 where the file is not right, since nothing was tried", async () => {
    const { code, out, err } = await enrol("--check", ...fleetFile("clusters: { prod: { region: 5 } }"));
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("the fleet file is not right");
  });

  const endpointed = (endpoint: string) => ({ account, region: "eu-west-1", name: "prod", endpoint });

  test("names the role that cannot be assumed", async () => {
    await aws({ clusters: [], roles: { [account]: "another" } });
    const { code, failed, of } = await check(...cluster());
    expect(code).toBe(2);
    expect(failed("prod")).toMatchObject([
      {
        step: "role",
        what: role,
        because: expect.stringContaining("sts:AssumeRole"),
        cure: expect.stringContaining("externalId"),
      },
    ]);
    expect(of("prod")?.steps[0]).toMatchObject({ step: "credentials", kind: "passed" });
  });

  test("lists what was not tried, since there were no credentials", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, join(folder, "none"));
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    const { of } = await check(...cluster());
    expect(of("prod")?.steps.map(({ step, what, kind }) => `${step} ${kind}: ${what}`)).toEqual([
      "credentials failed: AWS credentials of this process",
      `role skipped: ${role}`,
      "cluster skipped: EKS cluster prod in eu-west-1",
      "token skipped: token for prod",
      ...["network", "identity", "definitions", "rights", "proxy"].map((step) => `${step} skipped: -`),
    ]);
  });

  test.for([
    { why: "that is not there", clusters: [], says: "clusterName" },
    {
      why: "that may not be described",
      clusters: [
        {
          ...endpointed("https://nowhere.example"),
          instead: { status: 403, body: { __type: "AccessDeniedException", message: "no" } } satisfies Said,
        },
      ],
      says: "eks:DescribeCluster",
    },
  ])("names a cluster $why", async ({ clusters, says }) => {
    await aws({ clusters, roles: { [account]: "x-1" } });
    const { failed } = await check(...cluster());
    expect(failed("prod")).toMatchObject([{ step: "cluster", cure: expect.stringContaining(says) }]);
  });

  test("goes the whole way with a token, in the namespaces of the file, and prints nothing secret", async () => {
    const tokens: string[] = [];
    const server = await loopback(
      ({ path, headers, body }) => {
        tokens.push(String(headers.authorization));
        return answer(path, body);
      },
      { tls: true },
    );
    await aws({ clusters: [endpointed(server.url)], roles: { [account]: "x-1" } });
    const { out, of, failed } = await check(...cluster());
    expect(
      of("prod")
        ?.steps.filter(({ kind }) => kind === "passed")
        .map(({ step }) => step),
    ).toEqual(expect.arrayContaining(["credentials", "role", "cluster", "token", "network", "identity"]));
    const rights = failed("prod").filter(({ step }) => step === "rights");
    expect(rights.map(({ what }) => what)).toEqual(["pods in jobs"]);
    expect(rights[0]?.cure).toContain("not in the group flink-fleet: the access entry has to name it");
    expect(tokens[0]).toMatch(/^Bearer k8s-aws-v1\./u);
    for (const secret of ["very-secret", "k8s-aws-v1", "Bearer"]) expect(out).not.toContain(secret);
  });

  /** An API server without CRDs, where pods may not be listed. */
  function answer(path: string, body: unknown): Said {
    if (path === "/version") return { body: { gitVersion: "v1.36.0" } };
    if (path.endsWith("/selfsubjectreviews")) {
      return { status: 201, body: { status: { userInfo: { username: "arn", groups: ["system:authenticated"] } } } };
    }
    if (!path.endsWith("/selfsubjectaccessreviews")) return { status: 404, body: "404 page not found" };
    return { status: 201, body: { status: { allowed: !JSON.stringify(body).includes('"pods"') } } };
  }

  test("tells a certificate that is not the cluster's from a network that is closed", async () => {
    const server = await loopback(() => ({ body: {} }), { tls: true });
    await aws({ clusters: [], roles: { [account]: "x-1" } });
    const ca = Buffer.from(certificate.replace("MIIBqjCCAVGg", "MIIBqjCCAVGh")).toString("base64");
    const known = (endpoint: string) => cluster(`, endpoint: "${endpoint}", certificateAuthority: "${ca}"`);
    const named = server.url.replace("127.0.0.1", "localhost");
    expect((await check(...known(named))).failed("prod")).toMatchObject([
      { step: "network", cure: expect.stringContaining("certificateAuthority") },
    ]);
    expect((await check(...known("https://127.0.0.1:1"))).failed("prod")).toMatchObject([
      { step: "network", because: expect.stringContaining("refused"), cure: expect.stringContaining("port 443") },
    ]);
  });

  test("names an account whose clusters cannot be found", async () => {
    await aws({ clusters: [], roles: { [account]: "x-1" } });
    const rule = `{ tags: { flink: "" }, regions: [eu-west-1], accounts: [{ roleArn: "${role}", externalId: wrong }] }`;
    const { failed, clusters } = await check(...fleetFile(`discovery: [${rule}]`));
    expect(clusters.map((one) => one.cluster)).toEqual([`discovery.eu-west-1.${account}`]);
    expect(failed(`discovery.eu-west-1.${account}`)).toMatchObject([{ step: "role", what: role }]);
  });
});
