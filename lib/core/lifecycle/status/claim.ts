import type { FlinkDeploymentSpec, FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../flinkResource.ts";
import type { Instant } from "../../time.ts";
import { withConsumedNonces } from "./consumedNonces.ts";
import { firstRecord } from "./firstRecord.ts";
import { unseenState } from "../observation/jobState.ts";
import type { Plan } from "../plan.ts";
import { recorded } from "../snapshots/record.ts";
import { specRecord, recordedSpec } from "../spec/lastReconciledSpec.ts";

type Announced = Extract<Plan, { readonly act: "create" | "stop" | "trigger" }>;

/**
 * The status that announces what must happen once, in the Apache operator's own terms, so that either operator can go on from it.
 * A deployment: UPGRADING, the spec with job.state `suspended` (not achieved yet), the generation attempted and the job id.
 * A stop: UPGRADING, and the record says that the job runs. A snapshot: what it will be found by.
 */
export function claimed(resource: FlinkResource, plan: Announced, now: Instant): FlinkDeploymentStatus {
  switch (plan.act) {
    case "create":
      return creating(resource, plan, now);
    case "stop":
      return stopping(resource, plan);
    case "trigger":
      return recorded(resource.status, plan.record);
  }
}

function stopping({ status }: FlinkResource, { intent }: Extract<Plan, { readonly act: "stop" }>) {
  const state = intent.from === "ROLLING_BACK" ? intent.from : ("UPGRADING" as const);
  return {
    ...status,
    lifecycleState: state,
    observedGeneration: intent.generation,
    reconciliationStatus: { ...status.reconciliationStatus, state },
    fleet: { ...status.fleet, intent },
  };
}

function creating(
  { status }: FlinkResource,
  { intent, effect }: Extract<Plan, { readonly act: "create" }>,
  now: Instant,
): FlinkDeploymentStatus {
  const { reconciliationStatus: before, ...rest } = status;
  const isRollback = before?.state === "ROLLING_BACK";
  const state = isRollback ? before.state : ("UPGRADING" as const);
  return {
    ...rest,
    jobStatus: { ...unseen(status.jobStatus), ...(intent.jobId === undefined ? {} : { jobId: intent.jobId }) },
    jobManagerDeploymentStatus: "MISSING",
    lifecycleState: state,
    observedGeneration: intent.generation,
    reconciliationStatus: {
      ...before,
      state,
      // What was rolled back stays recorded, so that it is not tried again.
      lastReconciledSpec: isRollback ? before.lastReconciledSpec : announced(effect.spec, before?.lastReconciledSpec),
      reconciliationTimestamp: now,
    },
    fleet: { ...status.fleet, intent },
  };
}

/** Nothing runs any more by now, whatever another operator has left there. */
const unseen = (job: FlinkDeploymentStatus["jobStatus"]): FlinkDeploymentStatus["jobStatus"] =>
  job?.state === undefined ? job : { ...job, state: unseenState(job.state) };

function announced(spec: FlinkDeploymentSpec, record: string | undefined): string {
  const last = recordedSpec(record);
  if (last.kind !== "recorded" || last.firstDeployment) return firstRecord(spec, "suspended");
  const upgradeMode = last.spec.job?.upgradeMode ?? "stateless";
  const job = { state: "suspended", upgradeMode } as const;
  return specRecord(withConsumedNonces(spec, record), { firstDeployment: false, job });
}
