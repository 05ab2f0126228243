import { type LookNote, presentNotes } from "../sweeping/lookNote.ts";
import { type Instant, type Millis, since } from "../time.ts";
import { lastWhole } from "./lastWhole.ts";

/** What can be found out about the hub; `problems` says what cannot, each in a sentence. */
export interface Findings {
  /** By name. */
  readonly spokes: readonly string[];
  readonly notes: readonly LookNote[];
  readonly deadLetters: number;
  readonly problems: readonly string[];
}

export interface StaleSpoke {
  readonly spoke: string;
  /** Since its last good look; undefined: there was none. */
  readonly ageSeconds: number | undefined;
  readonly failures: number;
  readonly because: string | undefined;
}

export interface Health {
  /** The hub can do its work: all that it needs answers, and of its spokes at least one was looked at lately. */
  readonly ready: boolean;
  /** All is well: it is ready, every spoke was looked at lately, and no message was given up. */
  readonly healthy: boolean;
  readonly spokes: { readonly total: number; readonly stale: readonly StaleSpoke[] };
  /** Of the spokes that were ever looked at. */
  readonly stalestSeconds: number;
  readonly resources: { readonly total: number; readonly inMotion: number; readonly stuck: number };
  /** Spokes with a canary whose changes do not come through any more. */
  readonly sickCanaries: readonly string[];
  readonly deadLetters: number;
  readonly problems: readonly string[];
}

/** A spoke is stale when the last good look at any of its shards is longer ago than `mostStale`. */
export function health({ spokes, notes, deadLetters, problems }: Findings, mostStale: Millis, now: Instant): Health {
  const known = Map.groupBy(notes, ({ spoke }) => spoke);
  const looks = spokes.map((spoke) => looked(spoke, known.get(spoke) ?? [], now));
  const stale = looks.filter(({ ageSeconds }) => ageSeconds === undefined || ageSeconds * 1000 > mostStale);
  const present = spokes.flatMap((spoke) => lastWhole(known.get(spoke) ?? []));
  const sum = (of: "resources" | "inMotion" | "stuck"): number => present.reduce((all, note) => all + note[of], 0);
  const sickCanaries = [...new Set(present.filter(isSick).map(({ spoke }) => spoke))];
  const ready = problems.length === 0 && (spokes.length === 0 || stale.length < spokes.length);
  return {
    ready,
    healthy: ready && stale.length === 0 && sickCanaries.length === 0 && deadLetters === 0,
    spokes: { total: spokes.length, stale },
    stalestSeconds: Math.max(0, ...looks.map(({ ageSeconds = 0 }) => ageSeconds)),
    resources: { total: sum("resources"), inMotion: sum("inMotion"), stuck: sum("stuck") },
    sickCanaries,
    deadLetters,
    problems,
  };

  function isSick({ canary }: LookNote): boolean {
    return canary !== undefined && since(canary, now) > mostStale;
  }
}

/** As stale as its stalest shard, of which each has to have been looked at. */
function looked(spoke: string, notes: readonly LookNote[], now: Instant): StaleSpoke {
  const whole = lastWhole(notes);
  const of = whole[0]?.shard.of ?? 1;
  const times = whole.flatMap(({ lastGood }) => (lastGood === undefined ? [] : [lastGood]));
  const worst = presentNotes(notes).toSorted((a, b) => b.failures - a.failures)[0];
  return {
    spoke,
    ageSeconds: times.length < of ? undefined : Math.floor(Math.max(...times.map((time) => since(time, now))) / 1000),
    failures: worst?.failures ?? 0,
    because: worst?.fault?.because,
  };
}
