import { type Instant, type Millis, millis } from "../time.ts";
import { type LookNote, presentNotes } from "./lookNote.ts";
import type { Hash } from "./shards.ts";

type Noted = Pick<LookNote, "spoke" | "at" | "notBefore"> & { readonly shard: { readonly of: number } };

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

function backsOff(notes: readonly Noted[], now: Instant): boolean {
  const present = presentNotes(notes);
  return present.length > 0 && present.every(({ notBefore = now }) => notBefore > now);
}
