import { SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { SqsDeliveries } from "../../../lib/adapters/sqs/sqsDeliveries.ts";
import { millis } from "../../../lib/core/time.ts";
import { awsJson } from "../support/awsJson.ts";
import { faultOf } from "../support/connecting.ts";

const urls = ["https://sqs.invalid/2/work", "https://sqs.invalid/1/other-work", "https://sqs.invalid/1/work"];
const from = (queue: string) => ({ body: "", attempts: 1, from: { queue, receipt: "r-1" } });

test("a message is put off in the queue that it came from", async () => {
  const { options, calls } = await awsJson(() => ({}));
  await new SqsDeliveries(new SQSClient(options), urls).putOff(from("arn:aws:sqs:eu-west-1:1:work"), millis(14_001));
  expect(calls()).toEqual([
    {
      action: "ChangeMessageVisibility",
      body: { QueueUrl: "https://sqs.invalid/1/work", ReceiptHandle: "r-1", VisibilityTimeout: 15 },
    },
  ]);
});

test("a queue that is not known, and a receipt that is too old, are faults", async () => {
  const { options } = await awsJson(() => ({ error: "ReceiptHandleIsInvalid", message: "expired" }));
  const deliveries = new SqsDeliveries(new SQSClient(options), urls);
  expect(await faultOf(deliveries.putOff(from("arn:aws:sqs:eu-west-1:3:work"), millis(1)))).toMatchObject({
    kind: "rejected",
    because: "the URL of its queue is not known",
  });
  expect(await faultOf(deliveries.putOff(from("arn:aws:sqs:eu-west-1:1:work"), millis(1)))).toMatchObject({
    because: "ReceiptHandleIsInvalid: expired",
  });
});
