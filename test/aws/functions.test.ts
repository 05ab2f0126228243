import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Message } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Context, EventBridgeEvent, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { handler as reconcile } from "../../functions/reconcile.ts";
import { handler as sweep } from "../../functions/sweep.ts";
import { wiring } from "../../functions/wiring.ts";
import { simulatedKubeconfig } from "../../lib/cli/simulatedKubeconfig.ts";
import { type Served, serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { useAccount } from "./support/account.ts";
import { createLooksTable } from "./support/looksTable.ts";
import { createQueue, received } from "./support/queues.ts";

const folder = mkdtempSync(join(tmpdir(), "flink-fleet-aws-"));
const world = new World({ spokes: ["east", "west"] });
const context = { getRemainingTimeInMillis: () => 300_000 } as Context;
const urls = { default: "", vpc: "", dead: "" };
let served: Served;

beforeAll(async () => {
  useAccount("eu-south-1");
  served = await serve(world);
  const clusters = ["east", "west"].map((name) => ({ name, server: served.url(name) }));
  writeFileSync(join(folder, "kubeconfig"), simulatedKubeconfig(clusters));
  const kubeconfig = JSON.stringify(join(folder, "kubeconfig"));
  const file = `clusters:
  east: { kubeconfig: ${kubeconfig}, context: east }
  west: { kubeconfig: ${kubeconfig}, context: west, zone: vpc }
`;
  await new SSMClient().send(new PutParameterCommand({ Name: "/fleet", Type: "String", Value: file }));
  for (const name of ["default", "vpc", "dead"] as const) urls[name] = await createQueue(`functions-${name}`);
  await new EventBridgeClient().send(new CreateEventBusCommand({ Name: "functions" }));
  await createLooksTable("functions-looks");
  vi.stubEnv("FLEET_FILE", "ssm:/fleet");
  vi.stubEnv("QUEUES", JSON.stringify({ default: urls.default, vpc: urls.vpc }));
  vi.stubEnv("DEAD_LETTERS", urls.dead);
  vi.stubEnv("BUS", "functions");
  vi.stubEnv("LOOKS_TABLE", "functions-looks");
  vi.stubEnv("STAGE", "test");
  vi.stubEnv("JITTER", "0");
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const swept = async () => await sweep({} as EventBridgeEvent<"Scheduled Event", unknown>, context, () => undefined);

/** As the event source mapping hands messages of a queue to a function. */
async function deliver(messages: readonly Message[], queue: string): Promise<readonly string[]> {
  const Records = messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes = {} }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: `arn:aws:sqs:eu-south-1:123456789012:${queue}`,
    awsRegion: "eu-south-1",
  }));
  const answer = await reconcile({ Records } as unknown as SQSEvent, context, () => undefined);
  return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
}

const orders = {
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: { name: "orders", namespace: "default" },
  spec: {
    image: "flink:1.20",
    flinkVersion: "v1_20",
    serviceAccount: "flink",
    jobManager: { resource: { cpu: 1, memory: "1600m" } },
    taskManager: { resource: { cpu: 1, memory: "1600m" } },
    job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 1 },
  },
};

test("the schedule leads to a look at each cluster, by the worker of its zone, and the looks are noted", async () => {
  world.spoke("west").api.create(orders);
  await swept();
  const [east, west] = [await received(urls.default), await received(urls.vpc)];
  expect(east.map(({ Body }) => Body)).toEqual(['{"spoke":"east"}']);
  expect(west.map(({ Body }) => Body)).toEqual(['{"spoke":"west"}']);
  expect(await deliver(west, "functions-vpc")).toEqual([]);
  expect(world.spoke("west").api.find({ kind: "Deployment", namespace: "default", name: "orders" })).toBeDefined();
  const { looks } = await wiring();
  expect(await looks.all()).toMatchObject([{ spoke: "west", failures: 0, resources: 1 }]);
});

test("a cluster that cannot be looked at backs off, and the others are woken", async () => {
  world.spoke("east").reachable = false;
  await deliver(
    [{ MessageId: "1", Body: '{"spoke":"east"}', Attributes: { ApproximateReceiveCount: "1" } }],
    "functions-default",
  );
  const { looks } = await wiring();
  expect(await looks.of("east")).toMatchObject([{ failures: 1, fault: { kind: "unavailable" } }]);
  await swept();
  expect((await received(urls.vpc)).map(({ Body }) => Body)).toContain('{"spoke":"west"}');
  expect((await received(urls.default)).map(({ Body }) => Body)).toEqual([]);
});

test("poison is a dead letter with its reason", async () => {
  const poison = { MessageId: "1", Body: '{"spoke":3}', Attributes: { ApproximateReceiveCount: "1" } };
  expect(await deliver([poison], "functions-default")).toEqual([]);
  expect(await received(urls.dead)).toMatchObject([
    {
      Body: '{"spoke":3}',
      MessageAttributes: { reason: { StringValue: "this is no wake: spoke is 3, must be text" } },
    },
  ]);
});
