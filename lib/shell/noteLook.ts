import type { Fault } from "../core/fault.ts";
import { Faulted } from "../core/fault.ts";
import { backOff } from "../core/sweeping/backOff.ts";
import { instant, type Instant } from "../core/time.ts";
import type { Clock, Log, LookNote, Looks, Wake } from "../ports/index.ts";
import type { Result } from "./result.ts";

export interface NotePorts {
  readonly looks: Looks;
  readonly clock: Clock;
  readonly log: Log;
}

/** Which look it was; one of a single resource, or of some namespaces that are no shard, is not noted: it says nothing of the rest. */
type Of = Pick<Wake, "spoke" | "namespaces" | "shard">;

/** For health and for backing off: that it cannot be noted is a warning, and nothing else. */
export const noteGood = (of: Of, results: readonly Result[], ports: NotePorts): Promise<void> =>
  noted(of, ports, () => Promise.resolve(goodLook(of, results, ports.clock.now())));

export const noteFailed = (of: Of, fault: Fault, ports: NotePorts): Promise<void> =>
  noted(of, ports, async () => failedLook(await ports.looks.of(of.spoke), of, fault, ports.clock.now()));

async function noted(of: Of, { looks, log }: NotePorts, note: () => Promise<LookNote>): Promise<void> {
  const { spoke, namespaces, shard } = of;
  if (namespaces !== undefined && shard === undefined) return;
  try {
    await looks.note(await note());
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Look was not noted", { spoke, because: error.message });
  }
}

function goodLook(of: Of, results: readonly Result[], at: Instant): LookNote {
  return {
    ...keyOf(of),
    at,
    lastGood: at,
    failures: 0,
    fault: undefined,
    notBefore: undefined,
    resources: results.length,
    inMotion: results.filter(({ wake }) => wake !== "on schedule").length,
    stuck: results.filter(({ stuck, failure }) => stuck === true || failure !== undefined).length,
    drifted: results.filter(({ drifted }) => drifted === true).length,
    canary: oldest(results.flatMap(({ canary }) => (canary === undefined ? [] : [canary]))),
  };
}

const oldest = (times: readonly Instant[]): Instant | undefined => times.toSorted((a, b) => a - b)[0];

const neverLooked = {
  at: instant(0),
  lastGood: undefined,
  failures: 0,
  resources: 0,
  inMotion: 0,
  stuck: 0,
  drifted: 0,
  canary: undefined,
} as const;

function failedLook(notes: readonly LookNote[], of: Of, fault: Fault, at: Instant): LookNote {
  const { shard } = keyOf(of);
  const known = notes.find((note) => note.shard.index === shard.index && note.shard.of === shard.of) ?? neverLooked;
  // A spoke that is split is looked at well by its shards, and never as a whole.
  const isWellSince = shard.of === 1 && notes.some(({ lastGood = known.at }) => lastGood > known.at);
  const failures = isWellSince ? 1 : known.failures + 1;
  const because = "because" in fault ? fault.because : "not found";
  const notBefore = backOff(failures, at);
  return { ...known, ...keyOf(of), at, failures, fault: { kind: fault.kind, because }, notBefore };
}

const keyOf = ({ spoke, shard = { index: 1, of: 1 } }: Of): Pick<LookNote, "spoke" | "shard"> => ({ spoke, shard });
