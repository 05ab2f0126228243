import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import { lastStatePath } from "../../configuration/jobOptions.ts";
import { userConfiguration } from "../../configuration/effective.ts";
import { textOf } from "../../configuration/options.ts";
import { asRunning } from "../observation/asRunning.ts";
import type { Circumstances } from "../circumstances.ts";
import { isTerminal } from "../observation/jobState.ts";
import { neverStarted } from "../deployment/neverStarted.ts";
import { runningSpec } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { changes } from "../spec/difference.ts";
import { jobSight } from "./facts.ts";
import { redeployState, targetOf } from "./stopped.ts";

/**
 * A job that has not ended leaves its graph in its HA metadata. In ZooKeeper nobody could take it out, and Flink runs every graph that it finds
 * there (SessionDispatcherLeaderProcess): as it was, instead of the next job or beside it. Why the job must not be left behind so;
 * `undefined` where it may be, by `upgradeMode`.
 */
export function graphElsewhere(seen: Seen, upgradeMode: UpgradeMode, circumstances: Circumstances): string | undefined {
  if (seen.ha.kind !== "elsewhere" || hasEnded(seen, circumstances) || neverMade(seen)) return undefined;
  return wouldRunAgain(seen, upgradeMode, circumstances) ? graphText(seen) : undefined;
}

/** The same of a job that was left behind with its HA metadata, and may have been so by another operator. */
export function leftElsewhere(seen: Seen, circumstances: Circumstances): string | undefined {
  const { deployed, ha } = seen;
  const last = deployed.kind === "recorded" ? deployed.last.job?.upgradeMode : undefined;
  if (ha.kind !== "elsewhere" || last !== "last-state") return undefined;
  if (isOurs(seen) && !wouldRunAgain(seen, "last-state", circumstances)) return undefined;
  const isAnswered = givesUp(seen, circumstances) && !wouldRunAgain(seen, "stateless", circumstances);
  return isAnswered ? undefined : graphText(seen);
}

const givesUp = (seen: Seen, circumstances: Circumstances): boolean =>
  targetOf(seen, circumstances).job?.upgradeMode === "stateless" || redeployState(seen, circumstances) !== undefined;

/** Recorded is the spec that its graph was made of. */
const isOurs = ({ resource: { status } }: Seen): boolean =>
  status.fleet?.stoppedAt !== undefined || status.reconciliationStatus?.state === "DEPLOYED";

function hasEnded(seen: Seen, circumstances: Circumstances): boolean {
  const job = jobSight(seen, circumstances);
  const recorded = seen.resource.status.jobStatus?.state;
  if (job.kind === "known") return isTerminal(job.state);
  return job.kind === "gone" && recorded !== undefined && isTerminal(recorded);
}

const neverMade = (seen: Seen): boolean =>
  neverStarted(seen) && seen.resource.status.jobStatus?.upgradeSavepointPath !== lastStatePath;

/** With HA metadata the same job may go on as it was; any other has to look for its own in another place. */
function wouldRunAgain(seen: Seen, upgradeMode: UpgradeMode, circumstances: Circumstances): boolean {
  const running = runningSpec(seen);
  const target = targetOf(seen, circumstances);
  if (upgradeMode === "last-state") return changes(asRunning(running), asRunning(target)).class !== "ignore";
  return place(running, seen, circumstances) === place(target, seen, circumstances);
}

const root = "high-availability.zookeeper.path.root";

function place(spec: FlinkDeploymentSpec, { resource }: Seen, { defaults }: Circumstances): string {
  const configuration = userConfiguration({ namespace: resource.metadata.namespace, spec }, defaults);
  const options = ["high-availability.type", "high-availability.zookeeper.quorum", root];
  return JSON.stringify(options.map((option) => textOf(configuration, option) ?? null));
}

const graphText = ({ resource }: Seen): string =>
  `the JobManager was lost before job ${resource.status.jobStatus?.jobId} had ended, and its graph is in ZooKeeper, where Flink would run it as it was, instead of the next job or beside it. Set the spec back, and it is recovered as it was; change it once the job runs. Or set ${root} to another path together with the answer below.`;
