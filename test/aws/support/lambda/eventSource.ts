import { DeleteMessageBatchCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Order, waiting } from "../waiting.ts";
import type { LambdaFunction } from "./lambdaFunction.ts";

const batchSize = 10;

/**
 * Lambda's event source mapping of a queue with ReportBatchItemFailures: what a function has not failed is deleted, everything else comes back
 * after the visibility timeout.
 */
export class EventSource {
  readonly #client: SQSClient;
  readonly #queue: string;
  readonly #function: LambdaFunction;
  readonly #order: Order | undefined;

  constructor(client: SQSClient, queue: string, handler: LambdaFunction, order?: Order) {
    this.#client = client;
    this.#queue = queue;
    this.#function = handler;
    this.#order = order;
  }

  /** Takes what is there now, in batches; how many messages there were. */
  async poll(): Promise<number> {
    const messages = await waiting(this.#client, this.#queue, this.#order);
    for (let at = 0; at < messages.length; at += batchSize) await this.#deliver(messages.slice(at, at + batchSize));
    return messages.length;
  }

  async #deliver(messages: readonly Message[]): Promise<void> {
    const invocation = await this.#function.invoke(this.#eventOf(messages));
    if (invocation.kind !== "answered") return;
    const { batchItemFailures = [] } = (invocation.payload ?? {}) as Partial<SQSBatchResponse>;
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    await this.#delete(messages.filter(({ MessageId }) => !failed.has(MessageId ?? "")));
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
