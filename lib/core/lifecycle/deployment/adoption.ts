import type { JobId } from "../../flink.ts";
import { seconds } from "../../time.ts";
import { asRunning } from "../observation/asRunning.ts";
import { isTerminal } from "../observation/jobState.ts";
import { warning } from "../happenings/told.ts";
import { ownedBy } from "../observation/ownership.ts";
import type { Plan } from "../plan.ts";
import type { DeploymentView, Seen } from "../seen.ts";

/**
 * The cluster of this very resource runs, and its status does not tell of it: restored from a backup, or wiped. It is taken up as it is and
 * never started a second time. Of another generation it is brought to the present spec, with its state, by an ordinary upgrade.
 */
export function adoption(seen: Seen): Plan | undefined {
  const { jobManager, resource } = seen;
  if (seen.deployed.kind !== "nothing" || jobManager === undefined) return undefined;
  if (!ownedBy(seen, jobManager) || jobManager.deleting) return undefined;
  if (resource.spec.job === undefined) return takenUp(seen, jobManager, undefined);
  const { flink } = seen;
  if (flink.kind !== "answered") return waits("waiting for Flink to name its job");
  const alive = flink.jobs.filter(({ state }) => !isTerminal(state));
  const [job] = alive.length > 0 ? alive : flink.jobs;
  return job === undefined || alive.length > 1
    ? waits(`Flink names ${alive.length} jobs`)
    : takenUp(seen, jobManager, job.id);
}

const waits = (why: string): Plan => ({
  act: "wait",
  because: `the cluster is there, and status does not tell of it: ${why}`,
  step: "adoption",
  wake: seconds(5),
});

function takenUp({ resource }: Seen, jobManager: DeploymentView, jobId: JobId | undefined): Plan {
  const { spec, metadata } = resource;
  const isWanted = jobManager.generation === metadata.generation && spec.job?.state !== "suspended";
  return {
    act: "turn",
    because: "the cluster runs, and status does not tell of it: taking it up",
    turn: {
      kind: "accepted",
      spec: asRunning(spec),
      into: isWanted ? "DEPLOYED" : "UPGRADING",
      deploymentId: jobManager.deploymentId,
      ...(jobId === undefined ? {} : { jobId }),
    },
    tell: [warning("Operator", "Adopted", "The status was lost: the cluster that runs is taken up as it is")],
    wake: seconds(0),
  };
}
