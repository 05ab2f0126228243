import type { FlinkDeploymentStatus, JobManagerDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { KnownState } from "../../api/resources/journal.ts";
import { observation } from "../lifecycle/observation/observation.ts";
import type { FlinkView, Seen } from "../lifecycle/seen.ts";
import type { ChangeClass } from "../lifecycle/spec/changeClasses.ts";

/** What a decision rests on in most cases, in few words; nothing of a spec, but how strong its changes are. */
export interface Facts {
  readonly lifecycleState: string | undefined;
  readonly reconciliation: string | undefined;
  readonly job: { readonly id: string | undefined; readonly state: string | undefined };
  readonly jobManager: JobManagerDeploymentStatus;
  /** Whether Flink was asked, and answered. */
  readonly flink: FlinkView["kind"];
  /** The newest state that is known. */
  readonly state: KnownState | undefined;
  /** What is to be done about the spec; `undefined` where no record of what runs can be read. */
  readonly difference: ChangeClass | undefined;
  /** The fields of the spec that ask for it. */
  readonly changed: readonly string[];
  /** What an earlier run has announced. */
  readonly intent: string | undefined;
}

export function factsOf(seen: Seen): Facts {
  const { deployed, flink, resource } = seen;
  const { fleet, jobStatus, lifecycleState, reconciliationStatus } = resource.status;
  const { job, jobManager } = observation(seen);
  return {
    lifecycleState,
    reconciliation: reconciliationStatus?.state,
    job: { id: jobStatus?.jobId, state: job ?? jobStatus?.state },
    jobManager,
    flink: flink.kind,
    state: fleet?.state,
    difference: deployed.kind === "recorded" ? deployed.difference.class : undefined,
    changed: changedIn(deployed),
    intent: announced(resource.status),
  };
}

const changedIn = (deployed: Seen["deployed"]): readonly string[] =>
  deployed.kind === "recorded"
    ? deployed.difference.changes.filter((change) => change.class !== "ignore").map(({ field }) => field)
    : [];

function announced({ fleet }: FlinkDeploymentStatus): string | undefined {
  const intent = fleet?.intent;
  if (intent === undefined) return undefined;
  return intent.kind === "deploy" ? `deploy ${intent.deploymentId}` : `stop ${intent.jobId} (${intent.way})`;
}
