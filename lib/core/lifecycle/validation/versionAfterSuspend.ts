import { problem, type DeploymentRule } from "./problem.ts";

/** HA metadata, from which a job suspended with last-state goes on, cannot be read by another version of Flink. */
export const versionAfterSuspend: DeploymentRule = ({ spec, last }) => {
  if (spec.job === undefined || spec.job.upgradeMode === "stateless") return undefined;
  if (last?.job?.state !== "suspended" || last.job.upgradeMode !== "last-state") return undefined;
  if (last.flinkVersion === spec.flinkVersion) return undefined;
  return problem(
    "spec.flinkVersion",
    `Changing flinkVersion after last-state suspend is not allowed. Restore your cluster with the current flinkVersion and perform the version upgrade afterwards. It was ${last.flinkVersion} and is now ${spec.flinkVersion}.`,
  );
};
