import { describe, expect, test } from "vitest";
import { roles } from "../../infra/stack/roles.ts";
import { settings } from "../../infra/stack/settings.ts";
import { at, list } from "./support/template.ts";
import { resolver } from "./support/resolver.ts";

/** Resources of the statement of that name in the role of sweep; undefined when there is none. */
async function resourcesOf(
  sid: string,
  parameters: Readonly<Record<string, string>>,
  role = "SweepRole",
): Promise<unknown> {
  const policy = at(
    roles(await settings(resolver(parameters)))[role],
    "Properties",
    "Policies",
    0,
    "PolicyDocument",
    "Statement",
  );
  const found = list(policy).find((statement) => at(statement, "Sid") === sid);
  return found === undefined ? undefined : [at(found, "Action"), at(found, "Resource")];
}
const key = "arn:aws:kms:eu-west-1:123456789012:key/1";

describe("rights to the fleet file", () => {
  test.for([
    { file: "fleet.yaml", are: undefined },
    {
      file: "ssm:fleet",
      are: [
        ["ssm:GetParameter"],
        [{ "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/fleet" }],
      ],
    },
    {
      file: "ssm:/a/fleet",
      are: [
        ["ssm:GetParameter"],
        [{ "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/a/fleet" }],
      ],
    },
    {
      file: "s3://files/a/fleet.yaml",
      are: [["s3:GetObject"], [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::files/a/fleet.yaml" }]],
    },
  ])("at $file end there", async ({ file, are }) => {
    expect(await resourcesOf("FleetFile", { fleetFile: file })).toEqual(are);
  });

  test.for([
    { file: "fleet.yaml", keys: key, are: undefined },
    { file: "ssm:fleet", keys: "", are: undefined },
    { file: "ssm:fleet", keys: key, are: [["kms:Decrypt"], [key]] },
    { file: "s3://files/fleet.yaml", keys: key, are: [["kms:Decrypt"], [key]] },
  ])("at $file with keys '$keys' are to those keys alone", async ({ file, keys, are }) => {
    expect(await resourcesOf("Keys", { fleetFile: file, keys })).toEqual(are);
  });
});

describe("rights to secrets of webhooks", () => {
  test("are those of the function that checks signatures", async () => {
    const given = { webhookSecrets: "/flink-fleet/github", keys: key };
    const name = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/flink-fleet/github";
    expect(await resourcesOf("WebhookSecrets", given, "WebhookRole")).toEqual([
      ["ssm:GetParameter"],
      [{ "Fn::Sub": name }],
    ]);
    expect(await resourcesOf("Keys", given, "WebhookRole")).toEqual([["kms:Decrypt"], [key]]);
    expect(await resourcesOf("WebhookSecrets", given, "TriggerRole")).toBeUndefined();
    expect(roles(await settings(resolver({})))["WebhookRole"]).toBeUndefined();
  });

  test("reach into Secrets Manager where a name leads there", async () => {
    const given = { webhookSecrets: "/aws/reference/secretsmanager/github" };
    const name = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:github-??????";
    expect(await resourcesOf("SecretsManager", given, "WebhookRole")).toEqual([
      ["secretsmanager:GetSecretValue"],
      [{ "Fn::Sub": name }],
    ]);
  });
});

test("a role is assumed only by the name that spokes give it", async () => {
  expect(await resourcesOf("SpokeRole", { spokeRole: "teams/flink-*" })).toEqual([
    ["sts:AssumeRole"],
    [{ "Fn::Sub": "arn:${AWS::Partition}:iam::*:role/teams/flink-*" }],
  ]);
});

test("a reason is written only where there is a wildcard", async () => {
  const wildcards = async (webhookSecrets: string) =>
    at(roles(await settings(resolver({ webhookSecrets })))["WebhookRole"], "Metadata", "Wildcards", "WebhookSecrets");
  expect(await wildcards("/flink-fleet/github")).toBeUndefined();
  expect(await wildcards("/flink-fleet/*")).toContain("webhookSecrets");
});
