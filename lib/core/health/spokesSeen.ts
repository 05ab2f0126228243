import type { LookNote } from "../sweeping/lookNote.ts";
import { type Instant, type Millis, since } from "../time.ts";
import { failing, mostFailed } from "./failing.ts";
import { lastWhole } from "./lastWhole.ts";

export interface StaleSpoke {
  readonly spoke: string;
  /** Since its last good look; undefined: there was none. */
  readonly ageSeconds: number | undefined;
  readonly failures: number;
  readonly because: string | undefined;
}

/** Hundreds of clusters may be lost at once, and people read the answer. */
const mostFailing = 100;

/** What the notes of looks tell of the spokes of the fleet. */
export function spokesSeen(spokes: readonly string[], notes: readonly LookNote[], mostStale: Millis, now: Instant) {
  const bySpoke = Map.groupBy(notes, ({ spoke }) => spoke);
  const known = spokes.map((spoke) => ({ spoke, notes: bySpoke.get(spoke) ?? [] }));
  const looks = known.map((of) => looked(of.spoke, of.notes, now));
  const stale = looks.filter(({ ageSeconds }) => ageSeconds === undefined || ageSeconds * 1000 > mostStale);
  const unseen = new Set(stale.map(({ spoke }) => spoke));
  const present = known.flatMap((of) => lastWhole(of.notes));
  const isSick = ({ spoke, canary }: LookNote): boolean =>
    canary !== undefined && since(canary, now) > mostStale && !unseen.has(spoke);
  const sick = new Set(present.filter(isSick).map(({ spoke }) => spoke));
  const failed = failing(known.map((of) => of.notes));
  const sum = (of: "resources" | "inMotion" | "stuck" | "drifted"): number =>
    present.reduce((all, note) => all + note[of], 0);
  return {
    /** At least one of them, lately; or there are none. */
    isLookedAt: spokes.length === 0 || stale.length < spokes.length,
    isWell: stale.length === 0 && sick.size === 0,
    stale,
    failingTotal: failed.length,
    failing: failed.slice(0, mostFailing),
    stalestSeconds: Math.max(0, ...looks.map(({ ageSeconds = 0 }) => ageSeconds)),
    resources: {
      total: sum("resources"),
      inMotion: sum("inMotion"),
      stuck: sum("stuck"),
      drifted: sum("drifted"),
    },
    sickCanaries: [...sick],
  };
}

/** As stale as its stalest shard, of which each has to have been looked at. */
function looked(spoke: string, notes: readonly LookNote[], now: Instant): StaleSpoke {
  const whole = lastWhole(notes);
  const of = whole[0]?.shard.of ?? 1;
  const times = whole.flatMap(({ lastGood }) => (lastGood === undefined ? [] : [lastGood]));
  const worst = mostFailed(notes);
  return {
    spoke,
    ageSeconds: times.length < of ? undefined : Math.floor(Math.max(...times.map((time) => since(time, now))) / 1000),
    failures: worst?.failures ?? 0,
    because: worst?.fault?.because,
  };
}
