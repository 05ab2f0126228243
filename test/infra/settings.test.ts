import { describe, expect, test } from "vitest";
import { settings } from "../../infra/stack/settings.ts";
import { resolver } from "./support/resolver.ts";

const net = { subnets: ["subnet-0123456789abcdef0"], securityGroups: ["sg-0123456789abcdef0"] };

describe("parameters", () => {
  test("of the command line are text, and lists are separated by commas", async () => {
    const read = await settings(
      resolver({
        staleAfter: "600",
        logRetention: "7",
        maximumConcurrency: "9",
        senderAccounts: "123456789012, 210987654321,",
      }),
    );
    expect(read).toMatchObject({
      staleAfter: 600,
      logRetention: 7,
      maximumConcurrency: 9,
      senderAccounts: ["123456789012", "210987654321"],
      auditLogGroups: [],
    });
  });

  test.for([
    { name: "fleetFile", value: "https://host/fleet.yaml", says: "must be ssm:NAME, s3://BUCKET/KEY, or fleet.yaml" },
    { name: "fleetFile", value: "clusters/prod.yaml", says: "or fleet.yaml, its name in the bundle" },
    { name: "fleetFile", value: "./fleet.yaml", says: "or fleet.yaml" },
    { name: "fleetFile", value: "s3://bucket/*", says: "must be ssm:NAME" },
    { name: "fleetFile", value: "ssm:*", says: "must be ssm:NAME" },
    { name: "spokeRole", value: "*", says: "must be the name of the role" },
    { name: "keys", value: "alias/own", says: "must be ARNs of KMS keys" },
    { name: "jars", value: "arn:aws:s3:::jars", says: "must be ARNs of objects in S3" },
    { name: "webhookSecrets", value: "/*", says: "must be names of SSM parameters" },
    { name: "webhookSecrets", value: "github", says: "must be names of SSM parameters" },
    { name: "senderAccounts", value: "*", says: "must be accounts of AWS" },
    { name: "auditLogGroups", value: "/aws/lambda/x", says: "must be log groups of EKS clusters" },
    { name: "alarmTopic", value: "alarms", says: "must be the ARN of an SNS topic" },
    { name: "staleAfter", value: "10", says: ">=60" },
    { name: "logRetention", value: "31", says: "must be one of 1, 3, 5" },
    { name: "maximumConcurrency", value: "1", says: ">=2" },
    { name: "healthUrl", value: "open", says: "must be iam or public" },
  ])("$name=$value is refused by name", async ({ name, value, says }) => {
    const reading = settings(resolver({ [name]: value }));
    await expect(reading).rejects.toThrow(says);
    await expect(reading).rejects.toThrow(`at ${name}`);
  });
});

describe("zones", () => {
  test.for([
    { zones: {}, says: "must have at least one zone" },
    { zones: { Private: {} }, says: "must have names of small letters" },
    { zones: { ["a".repeat(25)]: {} }, says: "must have names of small letters, digits and dashes, at most 24" },
    { zones: { private: { subnets: net.subnets } }, says: "must have both subnets and securityGroups, or neither" },
    { zones: { private: { ...net, securityGroups: ["mine"] } }, says: "must be an id such as sg-0123456789abcdef0" },
    { zones: { private: { ...net, subnet: "x" } }, says: 'Unrecognized key: "subnet"' },
  ])("$zones are refused", async ({ zones, says }) => {
    await expect(settings(resolver({}, zones))).rejects.toThrow(says);
  });

  test("may have names of as many characters as the fleet file takes", async () => {
    const name = "a".repeat(24);
    expect((await settings(resolver({}, { [name]: {} }))).zones).toHaveProperty(name);
  });

  test("have their own concurrency, or that of all", async () => {
    const { zones } = await settings(resolver({}, { default: {}, private: { ...net, maximumConcurrency: 5 } }));
    expect(zones).toEqual({
      default: { subnets: [], securityGroups: [] },
      private: { ...net, maximumConcurrency: 5 },
    });
  });
});

test("a stage whose names AWS would refuse is refused", async () => {
  await expect(settings(resolver({}, { default: {} }, "Production"))).rejects.toThrow(
    "must be small letters, digits and dashes",
  );
});
