import type { JobStatus } from "../../../api/resources/common.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { JobId, TriggerId } from "../../flink.ts";
import type { Happening } from "../../lifecycle/events/happening.ts";
import { instant, minutes, seconds, since, type Instant, type Millis } from "../../time.ts";
import { snapshotsDue, type Asking } from "../asked/snapshotsDue.ts";
import type { SnapshotCircumstances } from "../circumstances.ts";
import type { SnapshotType } from "../labels.ts";
import { mayBeUnderWay } from "../mayBeUnderWay.ts";
import { attemptPatience, inMinutes } from "../patience.ts";
import type { JobSeen, ProgressView } from "../seen.ts";
import { takenSince } from "../takenSince.ts";
import type { Trigger } from "../trigger.ts";
import { checkpointTrigger, savepointTrigger } from "../triggers.ts";
import { infoOf, pendingIn, type Pending } from "./info.ts";
import { legacyError } from "./legacyError.ts";
import { nonceOf } from "./nonceOf.ts";
import { announcedInStatus, cleared, periodicAt, takenInStatus } from "./recorded.ts";
import { taking } from "../underWay.ts";

/** A job whose snapshots are recorded in its own status (`kubernetes.operator.snapshot.resource.enabled: false`). */
export interface LegacyLook {
  readonly asking: Asking;
  readonly type: SnapshotType;
  readonly job: JobSeen;
  /** Of the request in status, where there is one. */
  readonly progress: ProgressView;
}

export type LegacyStep =
  | { readonly kind: "nothing" }
  | { readonly kind: "wait"; readonly because: string; readonly wake: Millis }
  /** The status is written before the effect, as a claim; before 1.15 the id that Flink gives is written after it. */
  | { readonly kind: "once"; readonly because: string; readonly jobStatus: JobStatus; readonly effect: Trigger }
  | { readonly kind: "again"; readonly because: string; readonly effect: Trigger }
  | {
      readonly kind: "concluded";
      readonly because: string;
      readonly jobStatus: JobStatus;
      /** The nonce is to be recorded in lastReconciledSpec. */
      readonly nonceDone: boolean;
      readonly tell: readonly Happening[];
    };

/** What to do about the savepoints or checkpoints of such a job now. The rules are those of a FlinkStateSnapshot. */
export function legacyStep(look: LegacyLook, circumstances: SnapshotCircumstances): LegacyStep {
  const pending = pendingIn(infoOf(look.asking.resource.status.jobStatus, look.type));
  return pending === undefined ? asked(look, circumstances) : underWay(look, pending, circumstances);
}

function asked(look: LegacyLook, { now, fresh }: SnapshotCircumstances): LegacyStep {
  const due = snapshotsDue(look.asking).due.find(({ type }) => type === look.type);
  if (due === undefined) return { kind: "nothing" };
  if (look.job.standing.kind !== "running") return { kind: "wait", because: "the job does not run", wake: seconds(15) };
  const { jobStatus } = look.asking.resource.status;
  const at = firstTry(infoOf(jobStatus, look.type)?.triggerTimestamp, now);
  return announce(
    look,
    { trigger: due.trigger, at, triggerId: undefined, nonce: due.nonce },
    fresh.triggerId,
    due.because,
  );
}

/** A retry goes on counting from the first try; what was tried long ago was another request. */
const firstTry = (at: number | undefined, now: Instant): Instant =>
  at !== undefined && now - at < minutes(10) ? instant(at) : now;

function announce(look: LegacyLook, pending: Pending, triggerId: TriggerId, because: string): LegacyStep {
  const { asking, type, job } = look;
  const id = job.version.takesTriggerIds ? triggerId : undefined;
  const { resource, configuration } = asking;
  const jobStatus = announcedInStatus(resource.status.jobStatus, type, { ...pending, triggerId: id }, configuration);
  return { kind: "once", because, jobStatus, effect: triggerOf(look, triggerId, configuration) };
}

function triggerOf({ type, job }: LegacyLook, triggerId: TriggerId, configuration: FlinkConfiguration): Trigger {
  // A job that runs has an id.
  const started = { ...job, jobId: job.jobId as JobId };
  return type === "CHECKPOINT"
    ? checkpointTrigger(started, operatorOption(configuration, "checkpoint.type"), triggerId)
    : savepointTrigger(
        started,
        { directory: undefined, format: operatorOption(configuration, "savepoint.format.type") },
        triggerId,
      );
}

function underWay(look: LegacyLook, pending: Pending, circumstances: SnapshotCircumstances): LegacyStep {
  const { progress } = look;
  const { now } = circumstances;
  switch (progress.kind) {
    case "completed":
      return taken(look, pending, progress.path);
    case "failed":
      return failed(look, pending, progress.because, now);
    case "inProgress":
      return late(look, pending, now) ?? { kind: "wait", because: taking, wake: seconds(5) };
    case "notSeen":
      return { kind: "wait", because: progress.because, wake: seconds(15) };
    case "notAsked":
      return ended(look, pending) ?? { kind: "wait", because: "Flink was not asked", wake: seconds(15) };
    case "unknown":
      return unknown(look, pending, circumstances);
  }
}

function unknown(look: LegacyLook, pending: Pending, circumstances: SnapshotCircumstances): LegacyStep {
  const { asking, type, job, progress } = look;
  if (progress.kind !== "unknown") return { kind: "nothing" };
  const path = takenSince({ type, at: pending.at, others: knownPaths(asking) }, progress.checkpoints);
  if (path !== undefined) return taken(look, pending, path);
  const over = ended(look, pending) ?? late(look, pending, circumstances.now);
  if (over !== undefined) return over;
  if (job.standing.kind !== "running") return { kind: "wait", because: "the job does not run", wake: seconds(15) };
  if (job.version.takesTriggerIds && pending.triggerId !== undefined) {
    const effect = triggerOf(look, pending.triggerId as TriggerId, asking.configuration);
    return { kind: "again", because: "Flink does not know the request, which is made again under its id", effect };
  }
  const because = mayBeUnderWay(since(pending.at, circumstances.now), job, progress.checkpoints);
  if (because !== undefined) return { kind: "wait", because, wake: seconds(5) };
  return announce(look, { ...pending, at: circumstances.now }, circumstances.fresh.triggerId, "the request was lost");
}

function knownPaths({ resource, snapshots }: Asking): readonly string[] {
  const history = resource.status.jobStatus?.savepointInfo?.savepointHistory ?? [];
  const paths = [...history.map(({ location }) => location), ...snapshots.map(({ status }) => status.path)];
  return paths.filter((path) => path !== undefined);
}

function taken({ asking, type }: LegacyLook, pending: Pending, path: string | undefined): LegacyStep {
  const isManual = pending.trigger === "MANUAL";
  const nonce = isManual ? nonceOf(asking.resource, type) : undefined;
  const jobStatus = takenInStatus(asking.resource.status.jobStatus, type, { ...pending, path, nonce });
  return { kind: "concluded", because: "the snapshot is complete", jobStatus, nonceDone: isManual, tell: [] };
}

/** Tried again until the grace period is over, as by the Apache operator; then it is done with. */
function failed({ asking, type }: LegacyLook, pending: Pending, because: string, now: Instant): LegacyStep {
  const { jobStatus } = asking.resource.status;
  const option = type === "SAVEPOINT" ? "savepoint.trigger.grace-period" : "checkpoint.trigger.grace-period";
  const isOver = since(pending.at, now) >= operatorOption(asking.configuration, option);
  const tell = [legacyError(type, pending.trigger, nonceOf(asking.resource, type), because)];
  const isManual = pending.trigger === "MANUAL";
  if (!isOver) {
    return { kind: "concluded", because, jobStatus: cleared(jobStatus, type, pending.at), nonceDone: false, tell };
  }
  const after = cleared(jobStatus, type);
  return {
    kind: "concluded",
    because,
    jobStatus: isManual ? after : periodicAt(after, type, pending.at),
    nonceDone: isManual,
    tell,
  };
}

function late(look: LegacyLook, pending: Pending, now: Instant): LegacyStep | undefined {
  const patience = attemptPatience(look.job.configuration);
  if (since(pending.at, now) < patience) return undefined;
  return failed(look, pending, `no result after ${inMinutes(patience)}`, now);
}

/** With the job goes the request; the nonce asks again once it runs. */
function ended({ asking, type, job: { standing } }: LegacyLook, { trigger }: Pending): LegacyStep | undefined {
  if (standing.kind !== "ended") return undefined;
  const { because } = standing;
  const jobStatus = cleared(asking.resource.status.jobStatus, type);
  const tell = [legacyError(type, trigger, nonceOf(asking.resource, type), because)];
  return { kind: "concluded", because, jobStatus, nonceDone: false, tell };
}

/** Flink would refuse the same request again: the try has failed. */
export function refusedStep(look: LegacyLook, because: string, now: Instant): LegacyStep {
  const pending = pendingIn(infoOf(look.asking.resource.status.jobStatus, look.type));
  return pending === undefined ? { kind: "nothing" } : failed(look, pending, because, now);
}
