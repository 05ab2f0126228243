import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Faulted } from "../../core/fault.ts";
import { type Millis, seconds } from "../../core/time.ts";
import type { Deliveries, Delivery } from "../../ports/index.ts";
import { awsFault } from "../eks/awsFault.ts";

/** Messages say the ARN of their queue, and SQS asks for its URL. */
export class SqsDeliveries implements Deliveries {
  readonly #client: SQSClient;
  readonly #urls: readonly string[];

  constructor(client: SQSClient, urls: readonly string[]) {
    this.#client = client;
    this.#urls = urls;
  }

  async putOff({ from }: Delivery, by: Millis): Promise<void> {
    const what = `message of ${from.queue}`;
    const [account, name] = from.queue.split(":").slice(-2);
    const QueueUrl = this.#urls.find((url) => url.endsWith(`/${account}/${name}`));
    if (QueueUrl === undefined)
      throw new Faulted({ kind: "rejected", what, because: "the URL of its queue is not known" });
    const VisibilityTimeout = Math.ceil(by / seconds(1));
    await this.#client
      .send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: from.receipt, VisibilityTimeout }))
      .catch((error: unknown) => Promise.reject(awsFault(error, what)));
  }
}
