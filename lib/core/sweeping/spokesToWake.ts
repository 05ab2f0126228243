import { type Instant, type Millis, millis } from "../time.ts";
import type { Hash } from "./shards.ts";

/** What is known of the last look at a shard of a spoke. */
interface Noted {
  readonly spoke: string;
  readonly shard: { readonly of: number };
  readonly at: Instant;
  readonly notBefore: Instant | undefined;
}

interface Schedule {
  readonly now: Instant;
  /** The looks of one sweep are spread over as long. */
  readonly jitter: Millis;
  readonly hash: Hash;
}

interface Due {
  readonly spoke: string;
  readonly after: Millis;
}

/**
 * Whom to wake in one sweep, and when in it: each spoke always at the same time of it, so that its looks are one interval apart. A spoke
 * is left out only while every one of its shards backs off.
 */
export const spokesToWake = (
  spokes: readonly string[],
  notes: readonly Noted[],
  { now, jitter, hash }: Schedule,
): readonly Due[] => {
  const known = Map.groupBy(notes, ({ spoke }) => spoke);
  return spokes
    .filter((spoke) => !backsOff(known.get(spoke) ?? [], now))
    .map((spoke) => ({ spoke, after: millis(hash(spoke) % (jitter + 1)) }));
};

/** Notes of shards as they once were stay behind: only those that belong with the newest one count. */
function backsOff(notes: readonly Noted[], now: Instant): boolean {
  const [newest] = notes.toSorted((a, b) => b.at - a.at);
  if (newest === undefined) return false;
  return notes.every(({ shard, notBefore = now }) => shard.of !== newest.shard.of || notBefore > now);
}
