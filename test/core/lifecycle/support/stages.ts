import type { UpgradeMode } from "../../../../lib/api/resources/common.ts";
import type { FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { KnownState } from "../../../../lib/api/resources/journal.ts";
import type { CheckpointInfo, Checkpoints } from "../../../../lib/core/flink.ts";
import type { FlinkView } from "../../../../lib/core/lifecycle/seen.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { instant, minutes, rfc3339 } from "../../../../lib/core/time.ts";
import { anApplication, deployed, job, noon } from "./builders.ts";

type Raw = Readonly<Record<string, unknown>>;

const directories = { "state.checkpoints.dir": "s3://state/cp", "state.savepoints.dir": "s3://state/sp" };
export const withHa = { "high-availability.type": "kubernetes", "high-availability.storageDir": "s3://state/ha" };

export interface SpecParts {
  readonly mode?: UpgradeMode;
  readonly wants?: "running" | "suspended";
  /** High availability is on unless this is `false`. */
  readonly ha?: boolean;
  readonly configuration?: Raw;
  readonly job?: Raw;
  readonly spec?: Raw;
}

/** A spec of a job with directories for its state; `last-state` and with high availability unless said otherwise. */
export const specOf = ({ mode, wants, ha = true, configuration, job: parts, spec }: SpecParts): FlinkDeployment =>
  anApplication({
    spec: {
      ...spec,
      flinkConfiguration: { ...directories, ...(ha ? withHa : {}), ...configuration },
      job: {
        ...anApplication().spec.job,
        upgradeMode: mode ?? "last-state",
        state: wants ?? "running",
        ...parts,
      },
    },
  });

export interface Stage {
  readonly last?: SpecParts;
  readonly wanted?: SpecParts;
  readonly stable?: SpecParts;
  /** What the record says was reached. */
  readonly reached?: { readonly state: "running" | "suspended"; readonly upgradeMode: UpgradeMode };
  readonly first?: boolean;
  readonly state?: "DEPLOYED" | "UPGRADING" | "ROLLING_BACK" | "ROLLED_BACK";
  readonly metadata?: Raw;
  readonly reconciliation?: Raw;
  readonly jobStatus?: Raw;
  readonly fleet?: Raw;
  readonly status?: Raw;
}

/** A resource whose record holds `last` and that asks for `wanted`; the same where only one is given. */
export function staged(stage: Stage = {}): FlinkDeployment {
  const { last = {}, wanted = last, stable, reached, first = false, state = "DEPLOYED" } = stage;
  const achieved = { state: "running", upgradeMode: last.mode ?? "last-state", ...reached } as const;
  const record = (parts: SpecParts, firstDeployment: boolean, of: typeof achieved): string =>
    specRecord(specOf(parts).spec, { firstDeployment, job: of });
  const resource = deployed(specOf(wanted), {
    jobStatus: { jobId: job, state: "RUNNING", ...stage.jobStatus },
    jobManagerDeploymentStatus: "READY",
    reconciliationStatus: {
      state,
      lastReconciledSpec: record(last, first, achieved),
      ...(stable === undefined
        ? {}
        : { lastStableSpec: record(stable, false, { state: "running", upgradeMode: stable.mode ?? "last-state" }) }),
      reconciliationTimestamp: noon - minutes(60),
      ...stage.reconciliation,
    },
    ...(stage.fleet === undefined ? {} : { fleet: stage.fleet }),
    ...stage.status,
  });
  return { ...resource, metadata: { ...resource.metadata, ...stage.metadata } };
}

/** `before` minutes before noon. */
export const ago = (before: number): number => instant(noon - minutes(before));

export const checkpointInfo = (id: number, parts: Partial<CheckpointInfo> = {}): CheckpointInfo => ({
  id,
  path: `s3://state/cp/chk-${id}`,
  at: ago(1),
  isSavepoint: false,
  ...parts,
});

export const told = (parts: Partial<Extract<Checkpoints, { readonly kind: "enabled" }>> = {}): Checkpoints => ({
  kind: "enabled",
  completed: undefined,
  savepoint: undefined,
  restored: undefined,
  inProgressSince: undefined,
  newestId: undefined,
  savepointUnderWay: undefined,
  ...parts,
});

export const aState = (parts: Partial<KnownState> = {}): KnownState => ({
  kind: "checkpoint",
  path: "s3://state/cp/chk-7",
  jobId: job,
  checkpointId: 7,
  at: rfc3339(instant(ago(10))),
  verified: true,
  ...parts,
});

export const silent: FlinkView = { kind: "unreachable", because: "timeout" };
/** The status of a job that was seen to end long enough ago. */
export const seenEnded = (state: string): Raw => ({ state, updateTime: String(ago(1)) });
