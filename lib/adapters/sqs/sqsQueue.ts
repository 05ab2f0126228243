import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Faulted } from "../../core/fault.ts";
import { wakeKey } from "../../core/sweeping/wakeKey.ts";
import { minutes, seconds } from "../../core/time.ts";
import type { Due, Queue } from "../../ports/index.ts";
import { inBatches, type Refused } from "../aws/inBatches.ts";
import { awsFault } from "../eks/awsFault.ts";

interface Routes {
  /** The URL of the queue of each network zone. */
  readonly urls: Readonly<Record<string, string>>;
  /** The zone of each spoke of the fleet. */
  readonly zones: () => Promise<ReadonlyMap<string, string>>;
}

interface Message {
  readonly body: string;
  readonly delay: number;
}

/** What SQS can hold a message back. */
const longest = minutes(15);

/**
 * One queue for each network zone. Within one call the same is asked for once, at the earliest time; a wake for a spoke that has left the
 * fleet is dropped. What goes wrong in one zone keeps no wake from another.
 */
export class SqsQueue implements Queue {
  readonly #client: SQSClient;
  readonly #routes: Routes;

  constructor(client: SQSClient, routes: Routes) {
    this.#client = client;
    this.#routes = routes;
  }

  async send(due: readonly Due[]): Promise<void> {
    if (due.length === 0) return;
    const zones = await this.#routes.zones();
    const byZone = Map.groupBy(earliest(due), ({ wake }) => zones.get(wake.spoke));
    const sent = await Promise.allSettled([...byZone].map(([zone, wakes]) => this.#sendTo(zone, wakes.map(messageOf))));
    const failed = sent.find((one) => one.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async #sendTo(zone: string | undefined, messages: readonly Message[]): Promise<void> {
    if (zone === undefined) return;
    const url = this.#routes.urls[zone];
    const what = `queue of the network zone ${zone}`;
    if (url === undefined) {
      const known = Object.keys(this.#routes.urls).join(", ");
      throw new Faulted({ kind: "rejected", what, because: `there is none: the zones with a queue are ${known}` });
    }
    const bytesOf = ({ body }: Message): number => Buffer.byteLength(body);
    await inBatches(messages, { what, bytesOf, send: (batch) => this.#batch(url, what, batch) });
  }

  async #batch(url: string, what: string, batch: readonly Message[]): Promise<readonly Refused<Message>[]> {
    const Entries = batch.map(({ body, delay }, index) => ({
      Id: String(index),
      MessageBody: body,
      DelaySeconds: delay,
    }));
    const { Failed = [] } = await this.#client
      .send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))
      .catch((error: unknown) => Promise.reject(awsFault(error, what)));
    const because = new Map(Failed.map(({ Id, Code, Message }) => [Id, `${Code}: ${Message ?? "no explanation"}`]));
    return batch.flatMap((entry, index) => {
      const refused = because.get(String(index));
      return refused === undefined ? [] : [{ entry, because: refused }];
    });
  }
}

function earliest(due: readonly Due[]): readonly Due[] {
  const inOrder = due.toSorted((a, b) => b.after - a.after);
  return [...new Map(inOrder.map((one) => [wakeKey(one.wake), one])).values()];
}

/** SQS counts in seconds. */
const messageOf = ({ wake, after }: Due): Message => ({
  body: JSON.stringify(wake),
  delay: Math.ceil(Math.min(Math.max(0, after), longest) / seconds(1)),
});
