import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { Deployed } from "./deployed.ts";
import { isTerminal } from "./jobState.ts";
import type { Seen } from "../seen.ts";

type Subject = Pick<Seen, "resource" | "deployed">;

/** The spec by which is judged what is there: the deployed one, whatever the resource asks for by now. */
export const runningSpec = ({ resource, deployed }: Subject): FlinkDeploymentSpec =>
  deployed.kind === "recorded" ? deployed.spec : resource.spec;

export const isApplication = (subject: Subject): boolean => runningSpec(subject).job !== undefined;

/** A deployment is done with: neither announced nor being made. */
export function isDone({
  resource,
  deployed,
}: {
  readonly resource: Seen["resource"];
  readonly deployed: Deployed;
}): boolean {
  const state = resource.status.reconciliationStatus?.state;
  return deployed.kind === "recorded" && (state === "DEPLOYED" || state === "ROLLED_BACK");
}

/** The job was stopped because it was asked to be; another operator may have done so before the resource came to us. */
export const isSuspended = (subject: Subject): boolean =>
  isDone(subject) && runningSpec(subject).job?.state === "suspended";

/** Nothing has to be there any more: the job is suspended, or was seen to end. */
export function isOver(subject: Subject): boolean {
  const state = subject.resource.status.jobStatus?.state;
  return isSuspended(subject) || (isDone(subject) && state !== undefined && isTerminal(state));
}
