import type { OperatorDefaults } from "../configuration/defaults.ts";
import { operatorOption } from "../configuration/operatorOption.ts";
import { snapshotsDue, type Due } from "../snapshots/asked/snapshotsDue.ts";
import { millis, minutes, seconds, since } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import { snapshotsAskedFor } from "./status/notCarriedOut.ts";
import { presentOptions } from "./observation/presentOptions.ts";
import { isApplication, isDone } from "./observation/running.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { settling } from "./settling.ts";
import { agedSavepoints } from "./snapshots/agedSavepoints.ts";
import { snapshotsInStatus } from "./snapshots/inStatus.ts";
import { askingOf } from "./snapshots/looks.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

/** Whether a nonce or a schedule asks for snapshots. */
export function asksForSnapshots(subject: Subject, defaults: OperatorDefaults): boolean {
  const { deployed, resource } = subject;
  if (deployed.kind !== "recorded" || !isApplication(subject) || !isDone(subject)) return false;
  if (snapshotsAskedFor(deployed.last, resource.spec).length > 0) return true;
  const options = presentOptions(subject, defaults);
  const isScheduled = (option: "periodic.savepoint.interval" | "periodic.checkpoint.interval"): boolean =>
    !["", "0"].includes(operatorOption(options, option));
  return isScheduled("periodic.savepoint.interval") || isScheduled("periodic.checkpoint.interval");
}

/** Whether its FlinkStateSnapshots are looked at: where some may be to be made, and where they count beside savepoints in status. */
export function looksAtSnapshots(subject: Subject, defaults: OperatorDefaults): boolean {
  const { fleet, jobStatus } = subject.resource.status;
  const isStopped = fleet?.intent?.kind === "stop" && fleet.intent.way === "savepoint";
  const hasHistory = isDone(subject) && (jobStatus?.savepointInfo?.savepointHistory ?? []).length > 0;
  return isStopped || hasHistory || asksForSnapshots(subject, defaults);
}

/** Snapshots that nonces and schedules ask for: one a run is asked for, and what was taken in status is looked after. */
export function snapshotting(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { defaults } = circumstances;
  return (
    untilReady(snapshotsInStatus(seen, circumstances), seen) ??
    resourceAskedFor(seen, defaults) ??
    problemOf(seen, defaults) ??
    agedSavepoints(seen, defaults)
  );
}

/** A snapshot that waits for a job which is not up waits no longer than that may take. */
function untilReady(plan: Plan | undefined, seen: Seen): Plan | undefined {
  const { step } = settling(seen);
  return plan?.act === "wait" && step !== undefined ? { ...plan, step } : plan;
}

/** Makes a FlinkStateSnapshot; taking it is its own life. */
function resourceAskedFor(seen: Seen, defaults: OperatorDefaults): Plan | undefined {
  if (seen.inStatus?.records !== false || seen.snapshots === undefined) return undefined;
  const [first] = dueOf(seen, defaults)?.due ?? [];
  if (first === undefined) return undefined;
  const { because, object, type, nonce } = first;
  const field = type === "SAVEPOINT" ? ("savepointTriggerNonce" as const) : ("checkpointTriggerNonce" as const);
  const consumes = nonce === undefined ? {} : { consumes: { field, nonce } };
  return { act: "again", because, effect: { kind: "createSnapshot", object, ...consumes }, wake: seconds(1) };
}

const unlisted =
  "FlinkStateSnapshots cannot be listed, so that none is asked for: allow list of flinkstatesnapshots to the Role of flink-fleet.";

function problemOf(seen: Seen, defaults: OperatorDefaults): Plan | undefined {
  if (!asksForSnapshots(seen, defaults)) return undefined;
  const isUnlisted = seen.inStatus?.records === false && seen.snapshots === undefined;
  const message = isUnlisted ? unlisted : dueOf(seen, defaults)?.problems[0];
  if (message === undefined) return undefined;
  return { act: "wait", because: message, obstacle: { reason: "SnapshotNotTaken", message }, wake: "on schedule" };
}

function dueOf(seen: Seen, defaults: OperatorDefaults): Due | undefined {
  const asking = seen.inStatus === undefined ? undefined : askingOf(seen, defaults);
  return asking === undefined ? undefined : snapshotsDue(asking);
}

/** The longest delay of a message. */
const farthest = minutes(15);

/** A look that is not needed sooner comes when the next scheduled snapshot is due, where that is before long. */
export function untilNextSnapshot(plan: Plan, seen: Seen, { defaults, now }: Circumstances): Plan {
  if (plan.wake !== "on schedule" || !asksForSnapshots(seen, defaults)) return plan;
  const next = dueOf(seen, defaults)?.next;
  const wait = next === undefined ? farthest : since(now, next);
  return wait >= farthest ? plan : { ...plan, wake: millis(Math.max(wait, 0)) };
}
