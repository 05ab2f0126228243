import type { Readable } from "node:stream";
import { Faulted } from "../../core/fault.ts";
import type { Millis } from "../../core/time.ts";

export interface Bounds {
  /** What is read, in a user's words. */
  readonly what: string;
  /** The most bytes. */
  readonly limit: number;
  /** How long the next byte may take. Time that the reader takes for itself does not count. */
  readonly stall: Millis;
  /** What an error of the stream means. */
  readonly faultOf: (error: unknown) => Faulted;
}

/** The bytes of a stream as they come, which is destroyed in the end in any case. Throws `Faulted`. */
export async function* boundedBytes(stream: Readable, bounds: Bounds): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  let read = 0;
  try {
    for (;;) {
      const next = await unlessStalled(iterator.next(), bounds);
      if (next.done === true) return;
      read += next.value.byteLength;
      if (read > bounds.limit) throw tooLarge(bounds);
      yield next.value;
    }
  } catch (error) {
    throw error instanceof Faulted ? error : bounds.faultOf(error);
  } finally {
    stream.destroy();
  }
}

/** Refuses what says itself that it is too large. */
export function checkSize(size: number | undefined, bounds: Pick<Bounds, "what" | "limit">): void {
  if (size !== undefined && size > bounds.limit) throw tooLarge(bounds, size);
}

function tooLarge({ what, limit }: Pick<Bounds, "what" | "limit">, size?: number): Faulted {
  const has = size === undefined ? "it is" : `it has ${size} bytes,`;
  const because = `${has} more than the ${limit} bytes that are allowed: make it smaller, or raise artifacts.maxSize in the fleet file`;
  return new Faulted({ kind: "rejected", what, because });
}

async function unlessStalled<T>(step: Promise<T>, { what, stall }: Bounds): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const because = `no byte came for ${stall / 1000} s`;
  const timer = setTimeout(() => reject(new Faulted({ kind: "unavailable", what, because })), stall);
  try {
    return await Promise.race([step, promise]);
  } finally {
    clearTimeout(timer);
  }
}
