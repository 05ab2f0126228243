import { readFileSync } from "node:fs";
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { CreateClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../../lib/adapters/fleet/declaredFleet.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import { readFleet } from "../../lib/api/fleet/readFleet.ts";
import { artifactRules } from "../../lib/core/configuration/artifactRules.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { cfnLint } from "./support/cfnLint.ts";

const template = "infra/spoke/account.yml";
const region = "eu-north-1";
/** moto's own account, which is also that of whoever assumes nothing. */
const role = "arn:aws:iam::123456789012:role/flink-fleet-spoke";

beforeAll(() => {
  vi.stubEnv("AWS_ENDPOINT_URL", inject("moto"));
  vi.stubEnv("AWS_REGION", region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterAll(() => {
  vi.unstubAllEnvs();
});

/** Milliseconds, for an install of cfn-lint. */
test("cfn-lint has nothing to say of the template of a cluster's account", { timeout: 240_000 }, async () => {
  expect(await cfnLint([template])).toBe("");
});

test("the template makes the role that a fleet file names", async () => {
  const cloudFormation = new CloudFormationClient({ region });
  const Parameters = Object.entries({ HubAccount: "111111111111", ExternalId: "x-1" }).map(([key, value]) => ({
    ParameterKey: key,
    ParameterValue: value,
  }));
  const TemplateBody = readFileSync(template, "utf8");
  const Capabilities = ["CAPABILITY_NAMED_IAM" as const];
  await cloudFormation.send(new CreateStackCommand({ StackName: "spoke", TemplateBody, Parameters, Capabilities }));
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "spoke" }));
  expect(Stacks?.[0]).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    Outputs: [expect.objectContaining({ OutputKey: "RoleArn", OutputValue: role })],
  });
});

/** moto runs no cluster, so that only the way to its API server is gone. */
async function walked(name: string): Promise<readonly string[]> {
  const read = readFleet(
    `clusters: { ${name}: { region: ${region}, roleArn: "${role}", externalId: x-1 } }`,
    "fleet.yaml",
  );
  if (read.kind === "invalid") throw new Error(read.messages.join("\n"));
  const ambient = ambientCredentials();
  const settings = { resolve: String, kubeconfig: "", ambient, clock: systemClock, artifacts: artifactRules({}) };
  const [spoke] = await new DeclaredFleet(read.fleet, settings).spokes();
  const results: string[] = [];
  for (const { step, take } of spoke?.way ?? []) {
    const said = await take().catch((error: unknown) => (error instanceof Faulted ? error.fault.kind : String(error)));
    results.push(`${step}: ${said}`);
  }
  return results;
}

test("the way to a cluster: the role is assumed, the cluster described, a token signed", async () => {
  await new EKSClient({ region }).send(
    new CreateClusterCommand({ name: "prod", roleArn: role, resourcesVpcConfig: { subnetIds: [] } }),
  );
  expect(await walked("prod")).toEqual([
    "credentials: there",
    "role: assumed",
    expect.stringMatching(/^cluster: https:/u),
    "token: signed",
  ]);
  expect(await walked("other")).toContain("cluster: missing");
});
