import type { SQSEvent } from "aws-lambda";
import type { Wake } from "../../../lib/ports/index.ts";

export type Message = ({ readonly wake: Wake } | { readonly body: string }) & { readonly attempts?: number };

/** As Lambda's event source mapping delivers them; the message's number is its id. */
export function sqsEvent(messages: readonly Message[]): SQSEvent {
  const Records = messages.map((message, index) => ({
    messageId: String(index),
    receiptHandle: `receipt-${index}`,
    body: "wake" in message ? JSON.stringify(message.wake) : message.body,
    attributes: {
      ApproximateReceiveCount: String(message.attempts ?? 1),
      SentTimestamp: "0",
      SenderId: "",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:eu-west-1:123456789012:work",
    awsRegion: "eu-west-1",
  }));
  return { Records };
}
