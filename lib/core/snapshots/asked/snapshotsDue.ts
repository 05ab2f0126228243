import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../../lifecycle/flinkResource.ts";
import type { FlinkStateSnapshot } from "../../../api/resources/flinkStateSnapshot.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { versions } from "../../configuration/versions.ts";
import type { KubernetesObject } from "../../kubernetes.ts";
import { rfc3339, type Instant } from "../../time.ts";
import type { SnapshotType } from "../labels.ts";
import { manuallyDue } from "./manuallyDue.ts";
import { lastPeriodic, periodicUnderWay } from "./lastPeriodic.ts";
import { periodicSchedule } from "./periodicSchedule.ts";
import { snapshotObject } from "./snapshotObject.ts";

/** What is asked of a FlinkResource by its nonces and schedules. */
export interface Asking {
  readonly resource: FlinkResource;
  /** The spec that was reconciled last: its nonces are done with. */
  readonly last: FlinkDeploymentSpec;
  /** What the user asks for with the defaults (`userConfiguration`). */
  readonly configuration: FlinkConfiguration;
  /** All FlinkStateSnapshots of this job. */
  readonly snapshots: readonly FlinkStateSnapshot[];
  readonly now: Instant;
}

/** One snapshot that is to be taken now. */
export interface DueSnapshot {
  readonly type: SnapshotType;
  readonly trigger: "MANUAL" | "PERIODIC";
  readonly because: string;
  /** The nonce that it answers; done with once the object is there. */
  readonly nonce: number | undefined;
  /** To be made with POST. A name that is taken (`conflict`) is the work of an earlier run. */
  readonly object: KubernetesObject;
}

export interface Due {
  readonly due: readonly DueSnapshot[];
  /** When the next periodic one is due; `undefined` when none is scheduled. */
  readonly next: Instant | undefined;
  /** Why something is not taken that was asked for: sentences for the user. */
  readonly problems: readonly string[];
}

const nothing: Due = { due: [], next: undefined, problems: [] };
const types = ["SAVEPOINT", "CHECKPOINT"] as const;

/**
 * The snapshots that a job is to be asked for now, each at most once however often it is asked: names follow from the nonce or from the
 * time that was due. Nothing is due while the job does not run; what was missed is made up for once.
 */
export function snapshotsDue(asking: Asking): Due {
  const { status, spec } = asking.resource;
  if (spec.job === undefined || status.jobStatus?.state !== "RUNNING") return nothing;
  const found = types.map((type) => dueOf(asking, type));
  const next = found.flatMap((one) => (one.next === undefined ? [] : [one.next]));
  return {
    due: found.flatMap(({ due }) => due),
    next: next.length === 0 ? undefined : (Math.min(...next) as Instant),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function dueOf(asking: Asking, type: SnapshotType): Due {
  const manual = manuallyDue(asking, type);
  const periodic = periodicallyDue(asking, type);
  const asksForAny = manual !== undefined || periodic.due.length > 0 || periodic.next !== undefined;
  const refused = asksForAny ? unsupported(asking, type) : undefined;
  if (refused !== undefined) return { ...nothing, problems: [refused] };
  return { ...periodic, due: [...(manual === undefined ? [] : [manual]), ...periodic.due] };
}

function unsupported({ last: { flinkVersion } }: Asking, type: SnapshotType): string | undefined {
  if (type === "SAVEPOINT" || flinkVersion === undefined || versions[flinkVersion].takesCheckpoints) return undefined;
  return `Flink ${versions[flinkVersion].number} takes no checkpoint on request, 1.17 and later do: remove spec.job.checkpointTriggerNonce and kubernetes.operator.periodic.checkpoint.interval, or take savepoints.`;
}

function periodicallyDue(asking: Asking, type: SnapshotType): Due {
  const { resource, configuration, now } = asking;
  const periodic = periodicSchedule(configuration, type);
  if (periodic.kind === "off") return nothing;
  if (periodic.kind === "unreadable") return { ...nothing, problems: [periodic.because] };
  const at = periodic.schedule.next(lastPeriodic(asking, type));
  if (at === undefined) return nothing;
  if (at > now || periodicUnderWay(asking.snapshots, type)) return { ...nothing, next: at > now ? at : undefined };
  const name = `${resource.metadata.name}-${type.toLowerCase()}-periodic-${at}`;
  const due: DueSnapshot = {
    type,
    trigger: "PERIODIC",
    because: `a periodic ${type.toLowerCase()} was due at ${rfc3339(at)}`,
    nonce: undefined,
    object: snapshotObject(resource, configuration, { type, trigger: "PERIODIC", name }),
  };
  return { ...nothing, due: [due], next: periodic.schedule.next(now) };
}
