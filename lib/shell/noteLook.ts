import type { Fault } from "../core/fault.ts";
import { Faulted } from "../core/fault.ts";
import { backOff } from "../core/sweeping/backOff.ts";
import type { Instant } from "../core/time.ts";
import type { Clock, Log, LookNote, Looks, Wake } from "../ports/index.ts";
import type { Result } from "./result.ts";

export interface NotePorts {
  readonly looks: Looks;
  readonly clock: Clock;
  readonly log: Log;
}

/** Which look it was; one of a single resource is not noted. */
type Of = Pick<Wake, "spoke" | "shard">;

/** For health and for backing off: that it cannot be noted is a warning, and nothing else. */
export const noteGood = (of: Of, results: readonly Result[], ports: NotePorts): Promise<void> =>
  noted(of, ports, () => Promise.resolve(goodLook(of, results, ports.clock.now())));

export const noteFailed = (of: Of, fault: Fault, ports: NotePorts): Promise<void> =>
  noted(of, ports, async () => failedLook(await noteOf(of, ports.looks), of, fault, ports.clock.now()));

async function noted({ spoke }: Of, { looks, log }: NotePorts, note: () => Promise<LookNote>): Promise<void> {
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
    canary: oldest(results.flatMap(({ canary }) => (canary === undefined ? [] : [canary]))),
  };
}

const oldest = (times: readonly Instant[]): Instant | undefined => times.toSorted((a, b) => a - b)[0];

const neverLooked = {
  lastGood: undefined,
  failures: 0,
  resources: 0,
  inMotion: 0,
  stuck: 0,
  canary: undefined,
} as const;

function failedLook(before: LookNote | undefined, of: Of, fault: Fault, at: Instant): LookNote {
  const known = before ?? neverLooked;
  const failures = known.failures + 1;
  const because = "because" in fault ? fault.because : "not found";
  const notBefore = backOff(failures, at);
  return { ...known, ...keyOf(of), at, failures, fault: { kind: fault.kind, because }, notBefore };
}

const keyOf = ({ spoke, shard = { index: 1, of: 1 } }: Of): Pick<LookNote, "spoke" | "shard"> => ({ spoke, shard });

async function noteOf(of: Of, looks: Looks): Promise<LookNote | undefined> {
  const { shard } = keyOf(of);
  const notes = await looks.of(of.spoke);
  return notes.find((note) => note.shard.index === shard.index && note.shard.of === shard.of);
}
