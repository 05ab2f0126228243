import { isApplication } from "../running.ts";
import { no, type Basis, type Finding } from "./finding.ts";

const jobManagerReasons = {
  READY: "JobManagerReady",
  DEPLOYED_NOT_READY: "DeployedNotReady",
  DEPLOYING: "JobManagerIsDeploying",
  MISSING: "JobManagerDeploymentMissing",
  ERROR: "Error",
} as const;

/** The Apache operator's own condition, with its reasons (ConditionUtils). */
export function running({ seen, after }: Basis): Finding {
  if (!isApplication(seen)) {
    const status = after.jobManagerDeploymentStatus ?? "MISSING";
    const reason = jobManagerReasons[status];
    return { status: status === "READY" ? "True" : "False", reason, message: reason };
  }
  const state = after.jobStatus?.state;
  if (state === undefined) return no("NotDeployed", "No job was deployed yet");
  const reason = state.charAt(0) + state.slice(1).toLowerCase();
  return { status: state === "RUNNING" ? "True" : "False", reason, message: `Job status ${state}` };
}
