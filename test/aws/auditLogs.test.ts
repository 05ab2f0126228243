import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { useAccount } from "./support/account.ts";
import { emulated } from "./support/emulated.ts";
import { LambdaFunction } from "./support/lambda/lambdaFunction.ts";
import { createQueue, received } from "./support/queues.ts";

/** That of the functions under Lambda's runtime client. */
const region = "eu-west-1";
const stream = "audit";
const logGroup = "/aws/eks/prod/cluster";
const logs = (call: string, body: object) =>
  emulated({ service: "logs", region, target: `Logs_20140328.${call}`, body });
const kinesis = (call: string, body: object) =>
  emulated({ service: "kinesis", region, target: `Kinesis_20131202.${call}`, body });

let folder: string;
let queue: string;
let audit: LambdaFunction;

beforeAll(async () => {
  useAccount(region);
  folder = await mkdtemp(join(tmpdir(), "audit-"));
  await writeFile(join(folder, "fleet.yaml"), `clusters: { shop: { region: ${region}, clusterName: prod } }\n`);
  queue = await createQueue("audit-work");
  const { AWS_ENDPOINT_URL = "", AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = process.env;
  const environment = {
    FLEET_FILE: join(folder, "fleet.yaml"),
    QUEUES: JSON.stringify({ default: queue }),
    DEAD_LETTERS: queue,
    BUS: "audit",
    LOOKS_TABLE: "audit",
    STAGE: "test",
    AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
  };
  const bundle = join(import.meta.dirname, "../../dist/audit");
  audit = new LambdaFunction({ name: "audit", folder: bundle, timeoutMs: 30_000, environment });
}, 300_000);
afterAll(async () => {
  await audit.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const edited = (name: string) => ({
  stage: "ResponseComplete",
  verb: "patch",
  user: { username: "kubernetes-admin", groups: ["system:masters"] },
  objectRef: { apiGroup: "flink.apache.org", resource: "flinkdeployments", namespace: "payments", name },
  responseStatus: { code: 200 },
});

const records = z.object({ Records: z.array(z.object({ Data: z.string() })) });

/** What lies in the stream, as Lambda's event source mapping brings it. */
async function inStream(): Promise<object> {
  const first = { StreamName: stream, ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator } = z.object({ ShardIterator: z.string() }).parse(await kinesis("GetShardIterator", first));
  const { Records } = records.parse(await kinesis("GetRecords", { ShardIterator }));
  return { Records: Records.map(({ Data }) => ({ eventSource: "aws:kinesis", kinesis: { data: Data } })) };
}

/** Wakes are held back for a moment: until as many are there, or none has come for a while. */
async function wakes(many: number): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const waiting = { QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 10 };
  while (found.length < many) {
    const { Messages = [] } = await new SQSClient().send(new ReceiveMessageCommand(waiting));
    if (Messages.length === 0) return found;
    found.push(...Messages.map(({ Body = "" }) => JSON.parse(Body) as unknown));
  }
  return found;
}

test("an edit in the audit log of a cluster is looked at, once however often it was made", async () => {
  await kinesis("CreateStream", { StreamName: stream, ShardCount: 1 });
  await logs("CreateLogGroup", { logGroupName: logGroup });
  await logs("CreateLogStream", { logGroupName: logGroup, logStreamName: "kube-apiserver-audit-1" });
  await logs("PutSubscriptionFilter", {
    logGroupName: logGroup,
    filterName: "flink-fleet",
    filterPattern: auditFilterPattern,
    destinationArn: `arn:aws:kinesis:${region}:123456789012:stream/${stream}`,
  });
  const lines = [edited("orders"), edited("orders"), edited("clicks"), "no JSON"];
  await logs("PutLogEvents", {
    logGroupName: logGroup,
    logStreamName: "kube-apiserver-audit-1",
    logEvents: lines.map((line) => ({ timestamp: Date.now(), message: JSON.stringify(line) })),
  });
  expect(await audit.invoke(await inStream())).toMatchObject({ kind: "answered" });
  const found = await wakes(2);
  expect(found).toHaveLength(2);
  expect(found).toEqual(
    expect.arrayContaining(
      ["orders", "clicks"].map((name) => ({
        spoke: "shop",
        resource: { kind: "FlinkDeployment", namespace: "payments", name },
      })),
    ),
  );
  expect(await received(queue)).toEqual([]);
});
