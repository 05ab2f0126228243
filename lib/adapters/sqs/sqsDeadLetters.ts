import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { shortened } from "../../core/shortened.ts";
import type { DeadLetters } from "../../ports/index.ts";
import { awsFault } from "../eks/awsFault.ts";

const what = "queue of dead letters";

/** Message attributes say why (`reason`) and how often it was tried (`attempts`). */
export class SqsDeadLetters implements DeadLetters {
  readonly #client: SQSClient;
  readonly #url: string;

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  async bury(body: string, reason: string, attempts: number): Promise<void> {
    const MessageAttributes = {
      reason: { DataType: "String", StringValue: printable(reason) },
      attempts: { DataType: "Number", StringValue: String(attempts) },
    };
    await this.#client
      .send(new SendMessageCommand({ QueueUrl: this.#url, MessageBody: body, MessageAttributes }))
      .catch((error: unknown) => Promise.reject(awsFault(error, what)));
  }

  async count(): Promise<number> {
    const { Attributes } = await this.#client
      .send(new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: ["ApproximateNumberOfMessages"] }))
      .catch((error: unknown) => Promise.reject(awsFault(error, what)));
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  }
}

/** SQS takes no control characters, and no text without any. */
const printable = (text: string): string =>
  shortened(text.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")) || "unknown";
