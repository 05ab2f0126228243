import { lastStatePath } from "../../configuration/jobOptions.ts";
import { observation } from "../observation/observation.ts";
import type { Seen } from "../seen.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";
import { newestKnown } from "./facts.ts";
import { haMetadata } from "./haMetadata.ts";
import { hasRun } from "./unknownEnd.ts";

/**
 * The JobManager was up once, does not come up again, and has no HA metadata. Waiting would not help: whenever it came up it would begin with
 * what its job was started with. Where its job was never seen to run, that is the newest state; else only a user can tell.
 */
export function brokenChoice({ seen, job }: Facts): Choice | undefined {
  if (job.kind !== "silent" || !isBroken(seen)) return undefined;
  if (!neverWell(seen)) return { kind: "doubt", because: doubtText(seen) };
  const upgradeMode =
    (seen.deployed.kind === "recorded" ? seen.deployed.last.job?.upgradeMode : undefined) ?? "stateless";
  return {
    kind: "stopped",
    upgradeMode,
    because: "the JobManager of the last deployment fails, and its job never ran",
  };
}

/** What was deployed last is broken, and its job has made no state that anybody knows of: a corrected spec starts as this one was to. */
export const isBrokenFromBirth = (seen: Seen): boolean => isBroken(seen) && neverWell(seen);

/** Kubernetes says what is wrong with it, and it is not merely a container beside Flink's own. */
function isBroken(seen: Seen): boolean {
  const { jobManager, pods = [] } = seen;
  if (jobManager === undefined || jobManager.deleting || jobManager.wantedReplicas === 0) return false;
  if (haMetadata(seen) !== "missing" || observation(seen).jobManager !== "ERROR") return false;
  return !pods.some((pod) => pod.component === "jobmanager" && pod.started);
}

function neverWell(seen: Seen): boolean {
  const { jobStatus = {}, reconciliationStatus = { state: "UPGRADING" } } = seen.resource.status;
  // What runs then is the last good spec, and HA metadata that is gone had a state.
  if (reconciliationStatus.state === "ROLLED_BACK" || jobStatus.upgradeSavepointPath === lastStatePath) return false;
  // A cluster that was taken up may have run for long.
  const isOurs = reconciliationStatus.lastStableSpec !== undefined || isFirst(seen);
  return isOurs && newestKnown(seen)?.jobId !== jobStatus.jobId && !hasRun(seen);
}

const isFirst = ({ deployed }: Seen): boolean => deployed.kind === "recorded" && deployed.firstDeployment;

const doubtText = (seen: Seen): string =>
  `the JobManager fails whenever it starts (${observation(seen).trouble?.reason}), and without HA metadata it would begin again with the state that its job was once started with: it may have left newer state than is known.`;
