import { parsedInstant, seconds, since, type Instant } from "../../time.ts";
import type { Plan } from "../plan.ts";
import type { Seen } from "../seen.ts";

/** Longer than one run may take: as long as this, whoever wrote the intent may still be at it. */
const grace = seconds(30);

/** That a refusal was reported means that nobody is at it any more: a claim takes it back. */
export const wasRefused = ({ resource }: Seen): boolean => resource.status.jobManagerDeploymentStatus === "ERROR";

/** A deployment was announced just now, and nothing of it is there yet. */
export function creationUnderWay(seen: Seen, now: Instant): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  if (intent?.kind !== "deploy" || wasRefused(seen)) return undefined;
  if (seen.jobManager?.deploymentId === intent.deploymentId) return undefined;
  if (since(parsedInstant(intent.at), now) >= grace) return undefined;
  return { act: "wait", because: "another run may be creating the cluster", wake: seconds(5) };
}
