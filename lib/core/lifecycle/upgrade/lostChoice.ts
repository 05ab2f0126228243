import { minutes } from "../../time.ts";
import { waitedFor } from "../deadlines.ts";
import { lostText } from "../sessionJobs/lostSessionJob.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";
import { fromHa, keepsHa, mayFallBack } from "./haChoice.ts";

/** How long a JobManager that is up may keep silent before its HA metadata is gone by. */
const untilGivenUp = minutes(1);

/** Flink does not answer, does not know the job, or is gone. */
export function lostChoice(facts: Facts): Choice {
  const { job, seen, now, versionChanges } = facts;
  const isKept = keepsHa(facts) && !versionChanges;
  if (isKept && !mayTakeOver(facts)) {
    return { kind: "wait", step: "healthyJob", because: "the job cannot be reached, and last-state fallback is off" };
  }
  if (job.kind === "silent" && job.isUp && waitedFor(seen, "flink", now) < untilGivenUp) {
    return { kind: "wait", step: "flink", because: "Flink does not answer" };
  }
  if (isKept) return fromHa("the job cannot be reached");
  if (job.kind === "silent") return { kind: "wait", step: "flink", because: "waiting for the JobManager" };
  if (job.kind === "unknownToFlink") return unknownChoice(seen);
  return { kind: "doubt", because: goneText(facts) };
}

const unknownChoice = ({ resource }: Facts["seen"]): Choice =>
  resource.session === undefined
    ? { kind: "wait", step: "flink", because: "Flink does not know the job" }
    : { kind: "doubt", because: lostText(resource) };

const mayTakeOver = ({ target, options }: Facts): boolean =>
  target.job?.upgradeMode === "last-state" || mayFallBack(options);

function goneText({ haInBoth, versionChanges, ha }: Facts): string {
  const gone = "JobManager deployment is missing and ";
  if (typeof ha === "object" && versionChanges) {
    return `${gone}Flink's version changes, so that its HA metadata cannot be used: set spec.flinkVersion back first.`;
  }
  if (typeof ha === "object" && !haInBoth) {
    return `${gone}the new spec has no high availability, so that the HA metadata cannot be used: set it back first.`;
  }
  return `${gone}HA metadata is not available to make stateful upgrades. It is possible that the job has finished or terminally failed, or the configmaps have been deleted.`;
}
