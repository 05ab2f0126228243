import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { LambdaFunction } from "./lambdaFunction.ts";

/**
 * Lambda's event source mapping of a queue with ReportBatchItemFailures: what a function has not failed is deleted, everything else comes back
 * after the visibility timeout.
 */
export class EventSource {
  readonly #client: SQSClient;
  readonly #queue: string;
  readonly #function: LambdaFunction;

  constructor(client: SQSClient, queue: string, handler: LambdaFunction) {
    this.#client = client;
    this.#queue = queue;
    this.#function = handler;
  }

  /** Takes what is there now, in one batch at most; how many messages there were. */
  async poll(batchSize = 10): Promise<number> {
    const { Messages: messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queue,
        MaxNumberOfMessages: batchSize,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (messages.length === 0) return 0;
    const invocation = await this.#function.invoke(this.#eventOf(messages));
    if (invocation.kind !== "answered") return messages.length;
    const { batchItemFailures = [] } = (invocation.payload ?? {}) as Partial<SQSBatchResponse>;
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    await this.#delete(messages.filter(({ MessageId }) => !failed.has(MessageId ?? "")));
    return messages.length;
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queue, Entries }));
  }

  #eventOf(messages: readonly Message[]): SQSEvent {
    const name = this.#queue.split("/").at(-1) ?? "";
    return {
      Records: messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MD5OfBody }) => ({
        messageId: MessageId ?? "",
        receiptHandle: ReceiptHandle ?? "",
        body: Body ?? "",
        attributes: {
          ApproximateReceiveCount: Attributes?.ApproximateReceiveCount ?? "1",
          SentTimestamp: Attributes?.SentTimestamp ?? "0",
          SenderId: Attributes?.SenderId ?? "",
          ApproximateFirstReceiveTimestamp: Attributes?.ApproximateFirstReceiveTimestamp ?? "0",
        },
        messageAttributes: {},
        md5OfBody: MD5OfBody ?? "",
        eventSource: "aws:sqs",
        eventSourceARN: `arn:aws:sqs:eu-west-1:123456789012:${name}`,
        awsRegion: "eu-west-1",
      })),
    };
  }
}
