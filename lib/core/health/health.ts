import type { LookNote } from "../sweeping/lookNote.ts";
import type { Instant, Millis } from "../time.ts";
import type { FailingSpoke } from "./failing.ts";
import { spokesSeen, type StaleSpoke } from "./spokesSeen.ts";

/** What can be found out about the hub. What cannot is undefined, and `problems` says why, each in a sentence. */
export interface Findings {
  /** By name. */
  readonly spokes: readonly string[] | undefined;
  readonly notes: readonly LookNote[] | undefined;
  readonly deadLetters: number | undefined;
  readonly problems: readonly string[];
}

/** undefined is what could not be found out: that says neither that all is well nor that it is not. */
export interface Health {
  /** The hub can do its work: all that it needs answers, and of its spokes at least one was looked at lately. */
  readonly ready: boolean;
  /** All is well: it is ready, every spoke was looked at lately, and no message was given up. */
  readonly healthy: boolean;
  readonly spokes: {
    readonly total: number | undefined;
    readonly stale: readonly StaleSpoke[] | undefined;
    readonly failingTotal: number | undefined;
    /** The first hundred: those that need somebody come first. */
    readonly failing: readonly FailingSpoke[] | undefined;
  };
  /** Of the spokes that were ever looked at. */
  readonly stalestSeconds: number | undefined;
  readonly resources:
    | { readonly total: number; readonly inMotion: number; readonly stuck: number; readonly drifted: number }
    | undefined;
  /** Spokes with a canary whose changes do not come through any more. Stale ones are not among them: nobody knows of theirs. */
  readonly sickCanaries: readonly string[] | undefined;
  readonly deadLetters: number | undefined;
  readonly problems: readonly string[];
}

/** A spoke is stale when the last good look at any of its shards is longer ago than `mostStale`. */
export function health({ spokes, notes, deadLetters, problems }: Findings, mostStale: Millis, now: Instant): Health {
  const seen = spokes && notes ? spokesSeen(spokes, notes, mostStale, now) : nothingSeen;
  const { isLookedAt, isWell, stale, failingTotal, failing, ...figures } = seen;
  const ready = problems.length === 0 && isLookedAt;
  return {
    ready,
    healthy: ready && isWell && deadLetters === 0,
    spokes: { total: spokes?.length, stale, failingTotal, failing },
    ...figures,
    deadLetters,
    problems,
  };
}

const nothingSeen = {
  isLookedAt: false,
  isWell: false,
  stale: undefined,
  failingTotal: undefined,
  failing: undefined,
  stalestSeconds: undefined,
  resources: undefined,
  sickCanaries: undefined,
} as const;
