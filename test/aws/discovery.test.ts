import { CreateClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { describeCluster } from "../../lib/adapters/eks/clusters.ts";
import { ambientCredentials, assumedCredentials, sdkForm } from "../../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../../lib/adapters/fleet/declaredFleet.ts";
import { artifactRules } from "../../lib/core/configuration/artifactRules.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { faultOf } from "../adapters/support/connecting.ts";

const accounts = ["111111111111", "222222222222"] as const;
const regions = ["eu-west-1", "us-east-1"] as const;
const roleOf = (account: string) => ({ arn: `arn:aws:iam::${account}:role/flink-fleet`, externalId: "x-1" });

beforeAll(async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", inject("moto"));
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  for (const account of accounts) {
    for (const region of regions) await createClusters(account, region);
  }
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const sessionIn = (account: string, region: string) =>
  assumedCredentials(roleOf(account), { from: ambientCredentials(), region, clock: systemClock });

async function createClusters(account: string, region: string): Promise<void> {
  const client = new EKSClient({ region, credentials: sdkForm(await sessionIn(account, region)()) });
  const make = async (name: string, tags: Record<string, string>) => {
    const network = { subnetIds: [] };
    await client.send(
      new CreateClusterCommand({ name, roleArn: roleOf(account).arn, resourcesVpcConfig: network, tags }),
    );
  };
  await make("orders", { "flink-fleet": "enabled" });
  await make("other", { team: "web" });
}

describe("on emulated AWS", () => {
  test("a role of another account is assumed", async () => {
    const credentials = await sessionIn(accounts[0], "eu-west-1")();
    expect(credentials.accessKeyId).toMatch(/^ASIA/);
    expect(credentials.expiration?.getTime()).toBeGreaterThan(Date.now());
  });

  test("clusters are found by tag over accounts and regions", async () => {
    const listed = accounts.map((account) => `{ roleArn: "${roleOf(account).arn}", externalId: x-1 }`).join(", ");
    const text = `discovery: [{ tags: { flink-fleet: enabled }, regions: [${regions.join(", ")}], accounts: [${listed}] }]`;
    const reading = readFleet(text, "fleet.yaml");
    if (reading.kind === "invalid") throw new Error(reading.messages.join("\n"));
    const settings = {
      resolve: String,
      kubeconfig: "",
      ambient: ambientCredentials(),
      clock: systemClock,
      artifacts: artifactRules({}),
    };
    const spokes = await new DeclaredFleet(reading.fleet, settings).spokes();
    expect(spokes.map(({ name }) => name).toSorted()).toEqual([
      "orders.eu-west-1.111111111111",
      "orders.eu-west-1.222222222222",
      "orders.us-east-1.111111111111",
      "orders.us-east-1.222222222222",
    ]);
  });

  test("a cluster is described with its endpoint and CA", async () => {
    const place = { region: "eu-west-1", credentials: sessionIn(accounts[1], "eu-west-1") };
    expect(await describeCluster("orders", place)).toMatchObject({
      account: "222222222222",
      endpoint: expect.stringMatching(/^https:\/\//),
      ca: expect.any(String),
    });
    expect(await faultOf(describeCluster("none", place))).toEqual({
      kind: "missing",
      what: "EKS cluster none in eu-west-1",
    });
  });
});
