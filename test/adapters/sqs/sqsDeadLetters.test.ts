import { createHash } from "node:crypto";
import { SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { SqsDeadLetters } from "../../../lib/adapters/sqs/sqsDeadLetters.ts";
import { awsJson } from "../support/awsJson.ts";

test.for([
  { reason: "plain", sent: "plain" },
  { reason: "two\nlines\u0000\u0007 \uD800 and \uFFFF", sent: "two lines and" },
  { reason: "grüße 🙂", sent: "grüße 🙂" },
  { reason: "x".repeat(1000), sent: `${"x".repeat(299)}…` },
  { reason: "\u0001", sent: "unknown" },
])("a reason is given as SQS takes it: $sent", async ({ reason, sent }) => {
  const { options, calls } = await awsJson(({ body }) => ({
    MessageId: "1",
    MD5OfMessageBody: createHash("md5").update(String(body["MessageBody"])).digest("hex"),
  }));
  await new SqsDeadLetters(new SQSClient(options), "https://sqs.invalid/1/dead").bury("no JSON", reason, 3);
  expect(calls()).toMatchObject([
    {
      action: "SendMessage",
      body: {
        QueueUrl: "https://sqs.invalid/1/dead",
        MessageBody: "no JSON",
        MessageAttributes: { reason: { StringValue: sent }, attempts: { DataType: "Number", StringValue: "3" } },
      },
    },
  ]);
});
