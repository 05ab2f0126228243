import { modeOf } from "../../configuration/mode.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { problem, type DeploymentRule } from "./problem.ts";

const recreate = "Delete the resource and create it anew, or give the other one another name.";

/** What a resource cannot become once something of it was reconciled. */
export const specSwitch: DeploymentRule = ({ spec, last }) => {
  if (last === undefined) return undefined;
  const message = kindSwitch(spec, last) ?? modeSwitch(spec, last);
  if (message !== undefined) return message;
  return redeployFromNowhere(spec, last);
};

function kindSwitch(spec: FlinkDeploymentSpec, last: FlinkDeploymentSpec): ReturnType<DeploymentRule> {
  if ((spec.job === undefined) === (last.job === undefined)) return undefined;
  const way = spec.job === undefined ? "job to session" : "session to job";
  return problem("spec.job", `Cannot switch from ${way} cluster. ${recreate}`);
}

function modeSwitch(spec: FlinkDeploymentSpec, last: FlinkDeploymentSpec): ReturnType<DeploymentRule> {
  if (modeOf(spec) === modeOf(last)) return undefined;
  return problem(
    "spec.mode",
    `Cannot switch from ${modeOf(last)} kubernetes to ${modeOf(spec)} kubernetes cluster. Set spec.mode back to ${modeOf(last)}. ${recreate}`,
  );
}

function redeployFromNowhere({ job }: FlinkDeploymentSpec, last: FlinkDeploymentSpec): ReturnType<DeploymentRule> {
  const nonce = job?.savepointRedeployNonce;
  if (nonce === undefined || nonce === last.job?.savepointRedeployNonce) return undefined;
  if (job?.initialSavepointPath !== undefined && job.initialSavepointPath.trim() !== "") return undefined;
  const field = "spec.job.initialSavepointPath";
  return problem(
    field,
    `InitialSavepointPath must not be empty for savepoint redeployment. Set ${field} to the savepoint to start from, or put spec.job.savepointRedeployNonce (${nonce}) back.`,
  );
}
