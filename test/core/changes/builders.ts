import type { ChangeNote } from "../../../lib/api/resources/changeNote.ts";
import type { Condition } from "../../../lib/api/resources/common.ts";
import type { FlinkDeploymentStatus } from "../../../lib/api/resources/flinkDeployment.ts";
import type { Judged } from "../../../lib/core/changes/judged.ts";
import { later, minutes, rfc3339 } from "../../../lib/core/time.ts";
import { anApplication, deployed, noon } from "../lifecycle/support/builders.ts";

/** It asks for generation 2, which has an hour. */
export const aNote = (parts: Partial<ChangeNote> = {}): ChangeNote => ({
  id: "c1",
  action: "redeploy",
  by: "ci",
  at: rfc3339(noon),
  deadline: rfc3339(later(noon, minutes(60))),
  from: { generation: 1, image: "flink:1.19" },
  to: { generation: 2, image: "flink:1.20" },
  ...parts,
});

export const aCondition = (parts: Partial<Condition> = {}): Condition => ({
  type: "Degraded",
  status: "False",
  reason: "AsExpected",
  message: "nothing is wrong",
  lastTransitionTime: rfc3339(noon),
  ...parts,
});

const metadata = { generation: 2 };

/** An application whose generation 2 is deployed and runs. */
export function judged(
  after: Partial<FlinkDeploymentStatus> = {},
  { resource, ...parts }: Partial<Omit<Judged, "after" | "resource">> & { readonly resource?: object } = {},
): Judged {
  const application = deployed(anApplication({ metadata }));
  const { lastReconciledSpec } = application.status.reconciliationStatus ?? {};
  const status: FlinkDeploymentStatus = {
    ...application.status,
    lifecycleState: "STABLE",
    jobManagerDeploymentStatus: "READY",
    jobStatus: { state: "RUNNING" },
    observedGeneration: 2,
    reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec, lastStableSpec: lastReconciledSpec },
    ...after,
  };
  return {
    resource: { ...application, ...resource },
    after: status,
    progress: {},
    obstacle: undefined,
    notes: [aNote()],
    snapshots: new Map(),
    now: noon,
    ...parts,
  };
}

/** Another spec than what is recorded. */
export const edited = (generation = 2, more: object = {}): { readonly resource: object } => {
  const { metadata: is, ...application } = anApplication({
    metadata: { generation, ...more },
    spec: { restartNonce: 7 },
  });
  return { resource: { ...application, metadata: is } };
};
