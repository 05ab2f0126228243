import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clientOptions } from "../../lib/adapters/aws/clientOptions.ts";
import { ambientCredentials } from "../../lib/adapters/eks/credentials.ts";
import { SqsDeadLetters } from "../../lib/adapters/sqs/sqsDeadLetters.ts";
import { SqsDeliveries } from "../../lib/adapters/sqs/sqsDeliveries.ts";
import { SqsQueue } from "../../lib/adapters/sqs/sqsQueue.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { faultOf } from "../adapters/support/connecting.ts";
import { useAccount } from "./support/account.ts";
import { createQueue, received } from "./support/queues.ts";

let client: SQSClient;

beforeAll(() => {
  useAccount("eu-north-1");
  client = new SQSClient(clientOptions(ambientCredentials()));
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const at = { kind: "FlinkDeployment", namespace: "n" };

test("wakes arrive in the queue of their zone, those that are delayed later", async () => {
  const urls = { a: await createQueue("work-a"), b: await createQueue("work-b") };
  const zones = new Map([
    ["east", "a"],
    ["west", "b"],
  ]);
  const queue = new SqsQueue(client, { urls, zones: async () => zones });
  const wakes = Array.from({ length: 23 }, (_, index) => ({ spoke: "east", resource: { ...at, name: `r${index}` } }));
  await queue.send([
    ...wakes.map((wake) => ({ wake, after: seconds(0) })),
    { wake: { spoke: "west" }, after: seconds(0) },
    { wake: { spoke: "east" }, after: minutes(60) },
  ]);
  const bodies = (await received(urls.a)).map(({ Body = "" }) => JSON.parse(Body));
  expect(bodies).toHaveLength(23);
  expect(bodies).toEqual(expect.arrayContaining(wakes));
  expect((await received(urls.b)).map(({ Body }) => Body)).toEqual(['{"spoke":"west"}']);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: urls.a, AttributeNames: ["ApproximateNumberOfMessagesDelayed"] }),
  );
  expect(Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: "1" });
});

test("a queue that is not there is a fault", async () => {
  const urls = { a: (await createQueue("there")).replace("there", "nowhere") };
  const queue = new SqsQueue(client, { urls, zones: async () => new Map([["east", "a"]]) });
  expect(await faultOf(queue.send([{ wake: { spoke: "east" }, after: seconds(0) }]))).toEqual({
    kind: "missing",
    what: "queue of the network zone a",
  });
});

test("a dead letter says why it is one", async () => {
  const url = await createQueue("dead");
  await new SqsDeadLetters(client, url).bury("no JSON", "this is no JSON: grüße\u0000", 4);
  expect(await received(url)).toMatchObject([
    {
      Body: "no JSON",
      MessageAttributes: { reason: { StringValue: "this is no JSON: grüße" }, attempts: { StringValue: "4" } },
    },
  ]);
});

test("a message that is put off stays away, and comes again when it is put off by nothing", async () => {
  const url = await createQueue("retry");
  const queue = new SqsQueue(client, { urls: { a: url }, zones: async () => new Map([["east", "a"]]) });
  await queue.send([{ wake: { spoke: "east" }, after: seconds(0) }]);
  const [message] = await received(url);
  const delivery = {
    body: message?.Body ?? "",
    attempts: 1,
    from: { queue: "arn:aws:sqs:eu-north-1:123456789012:retry", receipt: message?.ReceiptHandle ?? "" },
  };
  const deliveries = new SqsDeliveries(client, [url]);
  await deliveries.putOff(delivery, minutes(10));
  expect(await received(url)).toEqual([]);
  await deliveries.putOff(delivery, seconds(0));
  expect(await received(url)).toMatchObject([{ Body: '{"spoke":"east"}' }]);
});
