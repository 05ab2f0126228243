import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { Faulted } from "../../core/fault.ts";
import type { Bus, BusEvent } from "../../ports/index.ts";
import { inBatches, mostBytes, type Refused } from "../aws/inBatches.ts";
import { awsFault } from "../eks/awsFault.ts";

const source = "flink-fleet";

/** A custom event bus. An event that is too large keeps none of the others from it. */
export class EventBridgeBus implements Bus {
  readonly #client: EventBridgeClient;
  readonly #name: string;

  constructor(client: EventBridgeClient, name: string) {
    this.#client = client;
    this.#name = name;
  }

  async put(events: readonly BusEvent[]): Promise<void> {
    const entries = events.map((event) => entryOf(event, this.#name));
    const what = `event bus ${this.#name}`;
    const fits = entries.filter((entry) => sizeOf(entry) <= mostBytes);
    await inBatches(fits, { what, bytesOf: sizeOf, send: (batch) => this.#batch(batch, what) });
    const large = entries.find((entry) => sizeOf(entry) > mostBytes);
    if (large === undefined) return;
    const because = `${large.DetailType} of ${large.Resources?.[0] ?? "nothing"} has ${sizeOf(large)} bytes, at most ${mostBytes} are taken`;
    throw new Faulted({ kind: "rejected", what, because });
  }

  async #batch(
    batch: readonly PutEventsRequestEntry[],
    what: string,
  ): Promise<readonly Refused<PutEventsRequestEntry>[]> {
    const { Entries = [] } = await this.#client
      .send(new PutEventsCommand({ Entries: [...batch] }))
      .catch((error: unknown) => Promise.reject(awsFault(error, what)));
    // An entry that nothing is said of may not have been taken either.
    return batch.flatMap((entry, index) => {
      const { EventId, ErrorCode, ErrorMessage } = Entries[index] ?? {};
      return EventId === undefined
        ? [{ entry, because: `${ErrorCode ?? "no answer"}: ${ErrorMessage ?? "no explanation"}` }]
        : [];
    });
  }
}

const entryOf = ({ type, at, resources, detail }: BusEvent, bus: string): PutEventsRequestEntry => ({
  EventBusName: bus,
  Source: source,
  DetailType: type,
  Time: new Date(at),
  Resources: [...resources],
  Detail: JSON.stringify(detail),
});

/** As EventBridge counts it, in bytes; a time is 14. */
const sizeOf = ({ Source = "", DetailType = "", Detail = "", Resources = [] }: PutEventsRequestEntry): number =>
  14 + [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
