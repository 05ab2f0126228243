import { Faulted } from "../../core/fault.ts";

/** An entry of a call that was answered well on the whole. */
export interface Refused<T> {
  readonly entry: T;
  readonly because: string;
}

interface Sending<T> {
  /** For messages. */
  readonly what: string;
  readonly bytesOf: (entry: T) => number;
  /** At most ten at a time. Returns those that were not taken; throws `Faulted` where none was. */
  readonly send: (batch: readonly T[]) => Promise<readonly Refused<T>[]>;
}

const mostEntries = 10;
/** SQS and EventBridge alike; in bytes. Both have come to take more since, but not in every region. */
export const mostBytes = 256 * 1024;

/** Sends all, and once more what was not taken. Throws `Faulted` unless everything was taken in the end. */
export async function inBatches<T>(entries: readonly T[], sending: Sending<T>): Promise<void> {
  const refused = await sent(entries, sending);
  const [first, ...others] = await sent(
    refused.map(({ entry }) => entry),
    sending,
  );
  if (first === undefined) return;
  const because = `${others.length + 1} of ${entries.length} were not taken: ${first.because}`;
  throw new Faulted({ kind: "unavailable", what: sending.what, because });
}

async function sent<T>(entries: readonly T[], { bytesOf, send }: Sending<T>): Promise<readonly Refused<T>[]> {
  const refused: Refused<T>[] = [];
  for (const batch of batches(entries, bytesOf)) refused.push(...(await send(batch)));
  return refused;
}

/** In their order, each as full as it may be. */
function batches<T>(entries: readonly T[], bytesOf: (entry: T) => number): readonly (readonly T[])[] {
  const filled: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const last = filled.at(-1);
    const bytes = bytesOf(entry);
    if (last !== undefined && last.length < mostEntries && bytes <= room) last.push(entry);
    else {
      filled.push([entry]);
      room = mostBytes;
    }
    room -= bytes;
  }
  return filled;
}
