import type { DeployIntent } from "../../../api/resources/journal.ts";
import { minutes, parsedInstant, seconds, since, type Instant } from "../../time.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

/** Longer than one run may take: as long as this, whoever wrote the intent may still be at it. */
const grace = seconds(30);

/** The same of a session job: its main method may run in the JobManager after whoever called it is gone. Flink refuses a second job of its id. */
export const submissionGrace = minutes(2);

/** That a refusal was reported means that nobody is at it any more: a claim takes it back. */
export const wasRefused = ({ resource }: Seen): boolean => resource.status.jobManagerDeploymentStatus === "ERROR";

/** A deployment was announced just now, and nothing of it is there yet. */
export function creationUnderWay(seen: Seen, now: Instant): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  if (intent?.kind !== "deploy" || wasRefused(seen)) return undefined;
  if (isMade(seen, intent)) return undefined;
  const isSessionJob = seen.resource.session !== undefined;
  if (since(parsedInstant(intent.at), now) >= (isSessionJob ? submissionGrace : grace)) return undefined;
  return isSessionJob
    ? { act: "wait", because: "the job is being submitted", step: "submission", wake: seconds(1) }
    : { act: "wait", because: "another run may be creating the cluster", wake: seconds(5) };
}

/** What was announced is there: its JobManager's Deployment, or its job on the session cluster. */
export function isMade({ resource, jobManager, flink }: Seen, intent: DeployIntent): boolean {
  if (resource.session === undefined) return jobManager?.deploymentId === intent.deploymentId;
  return flink.kind === "answered" && flink.jobs.some(({ id }) => id === intent.jobId);
}
