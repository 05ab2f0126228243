import { changeNotes } from "../api/resources/changeNotes.ts";
import type { FlinkDeploymentStatus } from "../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../api/resources/flinkSessionJob.ts";
import type { DecisionNote } from "../api/resources/decisionNote.ts";
import { changesAfter } from "../core/changes/changesAfter.ts";
import { withNotes } from "../core/decisions/withNotes.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Plan } from "../core/lifecycle/plan.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { sessionJobStatus } from "../core/lifecycle/sessionJobs/asFlinkResource.ts";
import type { Instant } from "../core/time.ts";
import type { Cluster } from "../ports/index.ts";
import { askedSnapshots } from "./askedSnapshots.ts";
import type { WrittenStatus } from "./receipts.ts";
import { resourceNamed, type Telling } from "./tellBus.ts";
import { tellLifecycle } from "./tellLifecycle.ts";

export interface Writing {
  readonly object: KubernetesObject;
  readonly seen: Seen;
  readonly plan: Plan;
  readonly status: FlinkDeploymentStatus;
  readonly now: Instant;
  /** What the journal holds of decisions, this one among them; it goes with what is written anyway. */
  readonly notes: () => readonly DecisionNote[];
}

export interface Wrote extends WrittenStatus {
  /** A change has asked for a savepoint, and nobody knows yet what becomes of it. */
  readonly awaitsSavepoint: boolean;
  readonly changes: NonNullable<FlinkDeploymentStatus["fleet"]>["changes"];
}

/** Writes what is to be told of a resource, with what has become of its changes. An unchanged status is not written. */
export async function writeStatus(writing: Writing, cluster: Cluster, telling: Telling): Promise<Wrote> {
  const { object, seen, plan, now } = writing;
  const { resource } = seen;
  const notes = changeNotes(resource.metadata.annotations);
  const snapshots = await askedSnapshots(resource, notes, cluster);
  const noted = changesAfter({ resource, notes, snapshots, after: writing.status, plan, now });
  await tellLifecycle(object, resource, { status: noted, now }, telling);
  const status = withNotes((object["status"] ?? {}) as FlinkDeploymentStatus, statusFor(seen, noted), writing.notes);
  const written = await cluster.writeStatus(object, status);
  const changes = noted.fleet?.changes;
  const awaitsSavepoint = [...snapshots.keys()].some((id) => changes?.done.some((one) => one.id === id) !== true);
  return { object: written, status, named: resourceNamed(resource, telling), changes, awaitsSavepoint };
}

const statusFor = (
  { resource: { session } }: Seen,
  status: FlinkDeploymentStatus,
): FlinkDeploymentStatus | FlinkSessionJob["status"] => (session === undefined ? status : sessionJobStatus(status));
