import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { operatorOption } from "../configuration/operatorOption.ts";
import { textOf } from "../configuration/options.ts";
import { instant, parsedInstant, since, type Instant, type Millis } from "../time.ts";
import { isFinished } from "./finished.ts";
import { labelNames, snapshotType, type SnapshotType } from "./labels.ts";

/** How many snapshots of a job are kept, and for how long. */
export interface Limits {
  readonly count: number;
  readonly age: Millis | undefined;
}

/** What retention is judged by: the FlinkStateSnapshots of one job. */
export interface Kept {
  readonly snapshots: readonly FlinkStateSnapshot[];
  /** What the user asks for, with the defaults. */
  readonly configuration: FlinkConfiguration;
  /** The fleet's defaults alone: they hold the caps. */
  readonly caps: FlinkConfiguration;
  /** Paths that the job would be started from. */
  readonly needed: readonly string[];
  readonly now: Instant;
}

/**
 * The snapshots that are to be deleted now, oldest first (the Apache operator's SnapshotObserver): only those that were taken by
 * themselves or by an upgrade. In any case the newest complete one stays, what the job would be started from, and the newest periodic one:
 * it tells when the next is due.
 */
export function outlived({ snapshots, configuration, caps, needed, now }: Kept): readonly FlinkStateSnapshot[] {
  if (!operatorOption(configuration, "savepoint.cleanup.enabled")) return [];
  return (["SAVEPOINT", "CHECKPOINT"] as const).flatMap((type) => {
    const candidates = snapshots.filter((one) => snapshotType(one) === type && isCandidate(one)).toSorted(byAge);
    const kept = [candidates.findLast(isComplete) ?? candidates.at(-1), candidates.findLast(isPeriodic)];
    const { count, age } = limitsOf(configuration, caps, type);
    return candidates.filter((one, at) => {
      const isTooMany = candidates.length - at > count;
      const isTooOld = age !== undefined && since(madeAt(one), now) > age;
      return (isTooMany || isTooOld) && !kept.includes(one) && !needed.includes(one.status.path ?? "");
    });
  });
}

const isComplete = ({ status }: FlinkStateSnapshot): boolean => status.state === "COMPLETED";

const isPeriodic = ({ metadata }: FlinkStateSnapshot): boolean =>
  metadata.labels[labelNames.triggerType] === "PERIODIC";

const madeAt = ({ metadata }: FlinkStateSnapshot): Instant =>
  metadata.creationTimestamp === undefined ? instant(0) : parsedInstant(metadata.creationTimestamp);

const byAge = (one: FlinkStateSnapshot, other: FlinkStateSnapshot): number =>
  madeAt(one) - madeAt(other) || (one.metadata.name < other.metadata.name ? -1 : 1);

/** What is still to be taken, or is going already, is left alone. */
function isCandidate(one: FlinkStateSnapshot): boolean {
  const trigger = one.metadata.labels[labelNames.triggerType];
  const isOurs = trigger === "PERIODIC" || trigger === "UPGRADE";
  return isOurs && isFinished(one) && one.metadata.deletionTimestamp === undefined;
}

/** Checkpoints are kept as many as Flink itself keeps. */
export function limitsOf(configuration: FlinkConfiguration, caps: FlinkConfiguration, type: SnapshotType): Limits {
  if (type === "CHECKPOINT") {
    const retained = Number(textOf(configuration, "execution.checkpointing.num-retained") ?? 1);
    return { count: Number.isInteger(retained) ? Math.max(1, retained) : 1, age: undefined };
  }
  const most = operatorOption(caps, "savepoint.history.max.count.threshold") ?? Infinity;
  const oldest = operatorOption(caps, "savepoint.history.max.age.threshold") ?? Infinity;
  const count = Math.min(operatorOption(configuration, "savepoint.history.max.count"), most);
  const age = Math.min(operatorOption(configuration, "savepoint.history.max.age"), oldest);
  return { count: Math.max(1, count), age: age as Millis };
}
