import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readFleet } from "../../../lib/api/fleet/readFleet.ts";
import { ambientCredentials } from "../../../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../../../lib/adapters/fleet/declaredFleet.ts";
import { artifactRules } from "../../../lib/core/configuration/artifactRules.ts";
import { later, minutes } from "../../../lib/core/time.ts";
import { judge } from "../../support/tokenWebhook.ts";
import { aws, type AwsCluster } from "../support/aws.ts";
import { faultOf } from "../support/connecting.ts";
import { loopback } from "../support/loopback.ts";
import { noon, settableClock } from "../support/settableClock.ts";
import { certificate } from "../support/tls.ts";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function fleet(text: string, clock = settableClock()): DeclaredFleet {
  const reading = readFleet(text, "fleet.yaml");
  if (reading.kind === "invalid") throw new Error(reading.messages.join("\n"));
  const resolve = (path: string) => `/nowhere/${path}`;
  return new DeclaredFleet(reading.fleet, {
    resolve,
    kubeconfig: "/nowhere/usual",
    ambient: ambientCredentials(),
    clock,
    artifacts: artifactRules({}),
  });
}
const names = async (of: DeclaredFleet) => (await of.spokes()).map(({ name }) => name);

const home = "000000000000";
const enabled = { "flink-fleet": "enabled" };
const aCluster = (over: Partial<AwsCluster>): AwsCluster => ({
  account: home,
  region: "eu-west-1",
  name: "prod",
  tags: enabled,
  ...over,
});
const rule = (account: string, more = "") => `
  - tags: { flink-fleet: enabled }
    regions: [eu-west-1, us-east-1]
    accounts: [${account}]
${more}`;
const role = (account: string, externalId = "x-1") =>
  `{ roleArn: "arn:aws:iam::${account}:role/fleet", externalId: "${externalId}" }`;

describe("discovery", () => {
  const roles = { "111111111111": "x-1", "222222222222": "x-1" };

  test("finds clusters by tag in every account and region", async () => {
    await aws({
      roles,
      clusters: [
        aCluster({ account: "111111111111" }),
        aCluster({ account: "222222222222" }),
        aCluster({ account: "222222222222", region: "us-east-1" }),
        aCluster({ account: "222222222222", name: "untagged", tags: {} }),
        aCluster({ account: "222222222222", name: "off", tags: { "flink-fleet": "disabled" } }),
        aCluster({ account: "222222222222", region: "ap-south-1", name: "elsewhere" }),
      ],
    });
    const found = await names(fleet(`discovery:${rule(`${role("111111111111")}, ${role("222222222222")}`)}`));
    expect(found.toSorted()).toEqual([
      "prod.eu-west-1.111111111111",
      "prod.eu-west-1.222222222222",
      "prod.us-east-1.222222222222",
    ]);
  });

  test("takes an empty value for any", async () => {
    await aws({ clusters: [aCluster({ name: "a" }), aCluster({ name: "b", tags: { other: "x" } })] });
    expect(await names(fleet(`discovery: [{ tags: { flink-fleet: "" }, regions: [eu-west-1] }]`))).toEqual([
      `a.eu-west-1.${home}`,
    ]);
  });

  test("reports an account that cannot be looked at, and goes on with the others", async () => {
    await aws({ roles, clusters: [aCluster({ account: "111111111111" })] });
    const spokes = await fleet(
      `discovery:${rule(`${role("222222222222", "wrong")}, ${role("111111111111")}`)}`,
    ).spokes();
    expect(spokes.map(({ name }) => name)).toEqual([
      "discovery.eu-west-1.222222222222",
      "discovery.us-east-1.222222222222",
      "prod.eu-west-1.111111111111",
    ]);
    expect(await faultOf(spokes[0]?.connect() ?? Promise.resolve())).toEqual({
      kind: "denied",
      what: "role arn:aws:iam::222222222222:role/fleet",
      because:
        "AccessDenied: User: arn:aws:iam::000000000000:user/ci is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/fleet",
    });
  });

  test("reports a cluster that cannot be looked at, and leaves out one that has gone or is being made", async () => {
    const denied = { status: 403, body: { __type: "AccessDeniedException", message: "not authorized" } };
    const gone = { status: 404, body: { __type: "ResourceNotFoundException", message: "No cluster found" } };
    const making = { body: { cluster: { name: "making", status: "CREATING", tags: enabled } } };
    await aws({
      clusters: [
        aCluster({ name: "denied", instead: denied }),
        aCluster({ name: "gone", instead: gone }),
        aCluster({ name: "making", instead: making }),
        aCluster({ name: "ready" }),
      ],
    });
    const spokes = await fleet(`discovery: [{ tags: { flink-fleet: enabled }, regions: [eu-west-1] }]`).spokes();
    expect(spokes.map(({ name }) => name)).toEqual(["denied.eu-west-1.own-account", `ready.eu-west-1.${home}`]);
    expect(await faultOf(spokes[0]?.connect() ?? Promise.resolve())).toMatchObject({
      kind: "denied",
      what: "EKS cluster denied in eu-west-1",
    });
  });

  test("is asked each time, so that new clusters come and old ones go", async () => {
    const clusters = [aCluster({ name: "a" })];
    await aws({ clusters });
    const of = fleet(`discovery: [{ tags: { flink-fleet: enabled }, regions: [eu-west-1] }]`);
    const [before] = await of.spokes();
    clusters.push(aCluster({ name: "b" }));
    const [same, other] = await of.spokes();
    expect(same).toBe(before);
    expect(other?.name).toBe(`b.eu-west-1.${home}`);
    clusters.shift();
    expect(await names(of)).toEqual([`b.eu-west-1.${home}`]);
  });

  test("yields to what the file says of the same cluster", async () => {
    await aws({ roles, clusters: [aCluster({ account: "111111111111" }), aCluster({ account: "222222222222" })] });
    const text = `
clusters:
  production: { region: eu-west-1, clusterName: prod, roleArn: "arn:aws:iam::111111111111:role/fleet", namespaces: [jobs] }
discovery:${rule(`${role("111111111111")}, ${role("222222222222")}`)}`;
    const spokes = await fleet(text).spokes();
    expect(spokes.map(({ name, namespaces }) => [name, namespaces])).toEqual([
      ["production", ["jobs"]],
      ["prod.eu-west-1.222222222222", []],
    ]);
  });

  test("gives its scope to all that it finds", async () => {
    await aws({ clusters: [aCluster({})] });
    const more =
      "    namespaces: [jobs]\n    labelSelector: team=a\n    charge: observe\n    namespaceCharges: { jobs: shadow }\n    limits: { parallelism: 3 }\n";
    const text = `discovery:\n  - tags: { flink-fleet: enabled }\n    regions: [eu-west-1]\n${more}`;
    expect(await fleet(text).spokes()).toMatchObject([
      {
        namespaces: ["jobs"],
        labelSelector: "team=a",
        charges: { cluster: "observe", namespaces: { jobs: "shadow" } },
        limits: { parallelism: 3, deadline: 240_000, resourceDeadline: 30_000 },
      },
    ]);
  });
});

describe("an EKS cluster of the file", () => {
  test("is looked up, and asked with a token for it", async () => {
    const server = await loopback(() => ({ body: { metadata: {}, items: [] } }), { tls: true });
    await aws({
      roles: { "111111111111": "x-1" },
      clusters: [aCluster({ account: "111111111111", endpoint: server.url })],
    });
    const cluster = `{ region: eu-west-1, ${role("111111111111").slice(1, -1)} }`;
    const [spoke] = await fleet(`clusters: { prod: ${cluster} }`).spokes();
    await (await spoke?.connect())?.cluster.list({ kind: "Pod" });
    const token = server.heard[0]?.headers.authorization?.replace("Bearer ", "") ?? "";
    const callers = { ASIA111111111111: { secretAccessKey: "s", sessionToken: "t", username: "u", groups: [] } };
    expect(judge(token, { cluster: "prod", region: "eu-west-1", now: () => noon, callers }).authenticated).toBe(true);
  });

  test("is not looked up when the file says where it is", async () => {
    const server = await loopback(() => ({ body: { metadata: {}, items: [] } }), { tls: true });
    const cloud = await aws({ clusters: [] });
    const ca = Buffer.from(certificate).toString("base64");
    const [spoke] = await fleet(
      `clusters: { prod: { region: eu-west-1, endpoint: "${server.url}", certificateAuthority: "${ca}" } }`,
    ).spokes();
    expect(await (await spoke?.connect())?.cluster.list({ kind: "Pod" })).toEqual([]);
    expect(cloud.heard).toEqual([]);
  });

  test("that EKS does not know is missing", async () => {
    await aws({ clusters: [] });
    const [spoke] = await fleet("clusters: { prod: { region: eu-west-1 } }").spokes();
    expect(await faultOf(spoke?.connect() ?? Promise.resolve())).toEqual({
      kind: "missing",
      what: "EKS cluster prod in eu-west-1",
    });
  });

  test("is looked up again after an hour, and at once after a failure", async () => {
    const clusters: AwsCluster[] = [];
    const clock = settableClock();
    const cloud = await aws({ clusters });
    const [spoke] = await fleet("clusters: { prod: { region: eu-west-1 } }", clock).spokes();
    await faultOf(spoke?.connect() ?? Promise.resolve());
    clusters.push(aCluster({}));
    await spoke?.connect();
    await spoke?.connect();
    expect(cloud.heard).toHaveLength(2);
    clock.set(later(noon, minutes(60)));
    await spoke?.connect();
    expect(cloud.heard).toHaveLength(3);
  });
});

describe("a kubeconfig context of the file", () => {
  test.for([
    ["{ kubeconfig: config, context: a }", "kubeconfig /nowhere/config"],
    ["{ context: a }", "kubeconfig /nowhere/usual"],
  ] as const)("%s is looked for in %s", async ([cluster, what]) => {
    const [spoke] = await fleet(`clusters: { laptop: ${cluster} }`).spokes();
    expect(await faultOf(spoke?.connect() ?? Promise.resolve())).toEqual({ kind: "missing", what });
  });
});
