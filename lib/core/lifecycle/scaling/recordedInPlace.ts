import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../flinkResource.ts";
import type { InPlaceChange } from "../../../api/resources/journal.ts";
import { rfc3339 } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { withConsumedNonces } from "../status/consumedNonces.ts";
import { specRecord, recordedSpec } from "../spec/lastReconciledSpec.ts";
import { taskManagerScale } from "../status/taskManagerScale.ts";

/** What the cluster may be from here on is in the journal. A wait for an earlier size is over. */
export function announcedInPlace(
  before: FlinkDeploymentStatus,
  change: Pick<InPlaceChange, "announced" | "ingress">,
  { metadata: { generation } }: FlinkResource,
  { now }: Circumstances,
): FlinkDeploymentStatus {
  return { ...before, fleet: { ...before.fleet, inPlace: { generation, since: rfc3339(now), ...change } } };
}

/** An effect of it was refused; what was announced before stays so. */
export function refusedInPlace(
  before: FlinkDeploymentStatus,
  refused: NonNullable<InPlaceChange["refused"]>,
  { metadata: { generation } }: FlinkResource,
  { now }: Circumstances,
): FlinkDeploymentStatus {
  const change = before.fleet?.inPlace ?? { announced: [] };
  return { ...before, fleet: { ...before.fleet, inPlace: { ...change, generation, since: rfc3339(now), refused } } };
}

/**
 * The spec is recorded as what runs, by the cluster that is there: how the last job was stopped, which nonces are done with, and whether it is
 * the first deployment stay as they are, and so does its being stable.
 */
export function carriedOut(
  before: FlinkDeploymentStatus,
  { metadata, spec }: FlinkResource,
  { defaults, now }: Circumstances,
): FlinkDeploymentStatus {
  const { fleet = {}, ...status } = before;
  const { inPlace: _done, step: _over, failedStop: _tried, ...journal } = fleet;
  const { reconciliationStatus: reconciled } = status;
  const last = recordedSpec(reconciled?.lastReconciledSpec);
  if (last.kind !== "recorded") return before;
  const { job } = last.spec;
  const lastReconciledSpec = specRecord(withConsumedNonces(spec, reconciled?.lastReconciledSpec), {
    firstDeployment: last.firstDeployment,
    ...(job === undefined ? {} : { job: { state: job.state, upgradeMode: job.upgradeMode } }),
  });
  const isStable = reconciled?.lastStableSpec === reconciled?.lastReconciledSpec;
  return {
    ...status,
    observedGeneration: metadata.generation,
    taskManager: taskManagerScale({ metadata, spec }, defaults),
    reconciliationStatus: {
      state: "DEPLOYED",
      ...reconciled,
      lastReconciledSpec,
      ...(isStable ? { lastStableSpec: lastReconciledSpec } : {}),
      reconciliationTimestamp: now,
    },
    fleet: journal,
  };
}
