import { rmSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { everything } from "../infra/support/everything.ts";
import { osls, patience, serviceFolder } from "../infra/support/packaged.ts";
import { useAccount } from "./support/account.ts";
import { cfnLint } from "./support/cfnLint.ts";

const template = ".serverless/cloudformation-template-update-stack.json";

test(
  "cfn-lint has nothing to say of a stack by default, nor of one with everything",
  { timeout: patience },
  async () => {
    const stacks = [{ parameters: {}, files: {} }, everything];
    const folders = stacks.map(({ files }) => serviceFolder(files));
    for (const [index, folder] of folders.entries()) await osls("package", folder, stacks[index]?.parameters ?? {}, {});
    expect(await cfnLint(folders.map((folder) => join(folder, template)))).toBe("");
    for (const folder of folders) rmSync(folder, { recursive: true });
  },
);

describe("the stack in emulated CloudFormation", () => {
  let folder: string;
  let resources: Readonly<Record<string, string>>;
  /** osls asks as often how the stack gets on: milliseconds. */
  const environment = () => ({ ...process.env, SLS_AWS_MONITORING_FREQUENCY: "200" });

  beforeAll(async () => {
    useAccount("ca-central-1");
    folder = serviceFolder(everything.files);
    await osls("deploy", folder, everything.parameters, environment());
    resources = await physicalNames("flink-fleet-prod");
  }, patience);
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test("has a queue for each zone, whose dead letters go to one queue", async () => {
    const sqs = new SQSClient();
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "flink-fleet-prod-" }));
    const names = QueueUrls.map((url) => url.split("/").at(-1) ?? "").toSorted();
    expect(names).toEqual([
      "flink-fleet-prod-dead-events",
      "flink-fleet-prod-dead-letters",
      "flink-fleet-prod-work-default",
      "flink-fleet-prod-work-private",
    ]);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "flink-fleet-prod-work-private" }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
    );
    expect(Attributes?.RedrivePolicy).toContain(":flink-fleet-prod-dead-letters");
  });

  test("has a table for looks, with the keys that are written", async () => {
    const { Table } = await new DynamoDBClient().send(new DescribeTableCommand({ TableName: resources["Looks"] }));
    expect(Table?.KeySchema).toEqual([
      { AttributeName: "spoke", KeyType: "HASH" },
      { AttributeName: "shard", KeyType: "RANGE" },
    ]);
  });

  test("gives requests on its bus to the function trigger", async () => {
    const events = new EventBridgeClient();
    const rule = { EventBusName: "flink-fleet-prod", Rule: resources["RequestsRule"] };
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand(rule));
    expect(Targets.map(({ Arn }) => Arn)).toEqual([expect.stringContaining(":function:flink-fleet-prod-trigger")]);
    const { EventPattern = "" } = await events.send(new DescribeRuleCommand({ ...rule, Name: rule.Rule }));
    expect(JSON.parse(EventPattern)).toMatchObject({ source: [{ "anything-but": "flink-fleet" }] });
  });

  test("is gone with all its queues when it is removed", { timeout: patience }, async () => {
    await osls("remove", folder, everything.parameters, environment());
    await expect(physicalNames("flink-fleet-prod")).rejects.toThrow("does not exist");
    const { QueueUrls = [] } = await new SQSClient().send(
      new ListQueuesCommand({ QueueNamePrefix: "flink-fleet-prod-" }),
    );
    expect(QueueUrls).toEqual([]);
  });
});

/** By logical id. */
async function physicalNames(StackName: string): Promise<Readonly<Record<string, string>>> {
  const names: [string, string][] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources(
    { client: new CloudFormationClient() },
    { StackName },
  )) {
    names.push(
      ...StackResourceSummaries.map(({ LogicalResourceId = "", PhysicalResourceId = "" }): [string, string] => [
        LogicalResourceId,
        PhysicalResourceId,
      ]),
    );
  }
  return Object.fromEntries(names);
}
