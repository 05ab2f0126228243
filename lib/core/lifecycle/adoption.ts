import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import { seconds } from "../time.ts";
import { isTerminal } from "./jobState.ts";
import { warning } from "./happenings/told.ts";
import { ownedBy } from "./ownership.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

/**
 * The cluster of this very resource runs, and its status does not tell of it: restored from a backup, or wiped. It is taken up as it is and
 * never started a second time. Of another generation it is brought to the present spec, with its state, by an ordinary upgrade.
 */
export function adoption(seen: Seen): Plan | undefined {
  const { jobManager, resource, flink } = seen;
  if (seen.deployed.kind !== "nothing" || jobManager === undefined) return undefined;
  if (!ownedBy(seen, jobManager) || jobManager.deleting) return undefined;
  const { spec, metadata } = resource;
  const isCurrent = jobManager.generation === metadata.generation;
  const running: FlinkDeploymentSpec =
    spec.job === undefined ? spec : { ...spec, job: { ...spec.job, state: "running" } };
  const turn = {
    kind: "accepted",
    spec: running,
    into: isCurrent && spec.job?.state !== "suspended" ? "DEPLOYED" : "UPGRADING",
    deploymentId: jobManager.deploymentId,
  } as const;
  const found = {
    act: "turn",
    because: "the cluster runs, and status does not tell of it: taking it up",
    tell,
  } as const;
  if (spec.job === undefined) return { ...found, turn, wake: seconds(0) };
  if (flink.kind !== "answered") {
    const because = "the cluster is there, and status does not tell of it: waiting for Flink to name its job";
    return { act: "wait", because, step: "adoption", wake: seconds(5) };
  }
  const jobs = flink.jobs.filter(({ state }) => !isTerminal(state));
  const [job] = jobs.length > 0 ? jobs : flink.jobs;
  if (job === undefined || jobs.length > 1) {
    const because = `the cluster is there, status does not tell of it, and Flink names ${jobs.length} jobs`;
    return { act: "wait", because, step: "adoption", wake: seconds(5) };
  }
  return { ...found, turn: { ...turn, jobId: job.id }, wake: seconds(0) };
}

const tell = [warning("Operator", "Adopted", "The status was lost: the cluster that runs is taken up as it is")];
