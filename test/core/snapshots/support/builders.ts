import { flinkStateSnapshot, type FlinkStateSnapshot } from "../../../../lib/api/resources/flinkStateSnapshot.ts";
import { versions } from "../../../../lib/core/configuration/versions.ts";
import type { CheckpointInfo, Checkpoints, JobId, TriggerId } from "../../../../lib/core/flink.ts";
import type { SnapshotCircumstances } from "../../../../lib/core/snapshots/circumstances.ts";
import { snapshotFinalizer } from "../../../../lib/core/snapshots/finalizer.ts";
import { wantedLabels } from "../../../../lib/core/snapshots/labels.ts";
import type { JobSeen, SnapshotSeen, Standing } from "../../../../lib/core/snapshots/seen.ts";
import { instant, rfc3339, type Instant } from "../../../../lib/core/time.ts";

export const noon: Instant = instant(Date.UTC(2026, 0, 1, 12));
export const job = "0123456789abcdef0123456789abcdef" as JobId;
export const asked = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" as TriggerId;
export const fresh = "ffffffffffffffffffffffffffffffff" as TriggerId;
export const where = "s3://state/savepoints/savepoint-1";

export const circumstances = (now: Instant = noon): SnapshotCircumstances => ({ now, fresh: { triggerId: fresh } });

type Raw = Readonly<Record<string, unknown>>;

export interface Parts {
  readonly metadata?: Raw;
  readonly spec?: Raw;
  readonly status?: Raw;
}

/** As a user makes it: nothing was done about it yet. */
export const aNewSnapshot = ({ metadata, spec, status }: Parts = {}): FlinkStateSnapshot =>
  flinkStateSnapshot.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: {
      name: "now",
      namespace: "team",
      uid: "11111111-1111-4111-8111-111111111111",
      resourceVersion: "7",
      generation: 1,
      creationTimestamp: rfc3339(noon),
      ...metadata,
    },
    spec: { jobReference: { kind: "FlinkDeployment", name: "counts" }, savepoint: {}, ...spec },
    ...(status === undefined ? {} : { status }),
  });

/** A snapshot whose labels and finalizer are as they should be. */
export function aSnapshot(parts: Parts = {}): FlinkStateSnapshot {
  const made = aNewSnapshot({ ...parts, metadata: { finalizers: [snapshotFinalizer], ...parts.metadata } });
  return { ...made, metadata: { ...made.metadata, labels: { ...made.metadata.labels, ...wantedLabels(made) } } };
}

/** One that was announced at noon. */
export const announced = ({ status, ...parts }: Parts = {}): FlinkStateSnapshot =>
  aSnapshot({
    ...parts,
    status: {
      state: "IN_PROGRESS",
      triggerId: asked,
      triggerTimestamp: rfc3339(noon),
      fleet: { intent: { kind: "snapshot", jobId: job, at: rfc3339(noon) } },
      ...status,
    },
  });

export const deleted = (parts: Parts = {}): Parts => ({
  ...parts,
  metadata: { deletionTimestamp: rfc3339(noon), ...parts.metadata },
});

export const running: Standing = { kind: "running" };
export const away: Standing = { kind: "away", because: "the job is RESTARTING" };
export const ended: Standing = { kind: "ended", because: "the job is FINISHED" };
export const notSeen: Standing = { kind: "notSeen", because: "Flink cannot be asked: timeout" };

export const aJob = (standing: Standing = running, parts: Partial<JobSeen> = {}): JobSeen => ({
  kind: "found",
  at: { namespace: "team", service: "counts-rest", scheme: "http" },
  jobId: job,
  version: versions.v1_20,
  configuration: { "execution.checkpointing.savepoint-dir": "s3://state/savepoints" },
  needed: [],
  answers: standing.kind === "running" || standing.kind === "ended",
  standing,
  ...parts,
});

/** A look at a snapshot whose job runs, unless said otherwise. */
export const aLook = (resource: FlinkStateSnapshot, parts: Partial<SnapshotSeen> = {}): SnapshotSeen => ({
  resource,
  target: aJob(),
  progress: { kind: "notAsked" },
  others: [],
  ...parts,
});

export const taken = (at: Instant, parts: Partial<CheckpointInfo> = {}): CheckpointInfo => ({
  id: 4,
  path: where,
  at,
  isSavepoint: true,
  ...parts,
});

export const checkpoints = (parts: Partial<Extract<Checkpoints, { readonly kind: "enabled" }>> = {}): Checkpoints => ({
  kind: "enabled",
  completed: undefined,
  savepoint: undefined,
  restored: undefined,
  inProgressSince: undefined,
  newestId: undefined,
  savepointUnderWay: undefined,
  ...parts,
});

/** Flink does not know the request; what it knows of the job. */
export const unknown = (parts: Parameters<typeof checkpoints>[0] = {}): SnapshotSeen["progress"] => ({
  kind: "unknown",
  checkpoints: checkpoints(parts),
});
