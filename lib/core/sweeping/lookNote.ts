import type { Fault } from "../fault.ts";
import type { Instant } from "../time.ts";

/** How the last look at one shard came out. Nothing is decided by it but when to look again, and what health tells. */
export interface LookNote {
  readonly spoke: string;
  /** When it was made. */
  readonly at: Instant;
  /** 1 of 1 where the spoke is one shard. */
  readonly shard: { readonly index: number; readonly of: number };
  /** undefined: there was none yet. */
  readonly lastGood: Instant | undefined;
  /** Looks that failed since, and why the last one did. */
  readonly failures: number;
  readonly fault: { readonly kind: Fault["kind"]; readonly because: string } | undefined;
  /** Not before, as the spoke backs off. */
  readonly notBefore: Instant | undefined;
  /** At the last good look. */
  readonly resources: number;
  /** Of them: on their way. */
  readonly inMotion: number;
  /** Of them: FAILED, or with an obstacle that only a user can take away. */
  readonly stuck: number;
  /** Of them: others have changed what was deployed, and it is not put right by itself. */
  readonly drifted: number;
  /** Of its canaries the one whose last change that came through was made longest ago; undefined where there are none. */
  readonly canary: Instant | undefined;
}

/** Those of a spoke that tell of it as it is split now: notes of shards as they once were stay behind. */
export function presentNotes<N extends { readonly at: Instant; readonly shard: { readonly of: number } }>(
  notes: readonly N[],
): readonly N[] {
  const [newest] = notes.toSorted((a, b) => b.at - a.at);
  return notes.filter(({ shard }) => shard.of === newest?.shard.of);
}
