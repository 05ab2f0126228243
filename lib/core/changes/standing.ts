import { deployedOf } from "../lifecycle/observation/deployed.ts";
import { nothingIsLeftUndone } from "../lifecycle/status/nothingIsLeftUndone.ts";
import type { Judged } from "./judged.ts";

/** What the spec asks for is what is recorded as deployed, and nothing of it is under way. */
export function isRecorded({ resource, after }: Pick<Judged, "resource" | "after">): boolean {
  const then = { ...resource, status: after };
  return nothingIsLeftUndone({ resource: then, deployed: deployedOf(then) });
}

/** What is deployed does its work, has done it, or is stopped as it was asked to be. */
export function isStable({ resource, after }: Pick<Judged, "resource" | "after">): boolean {
  if (after.lifecycleState === "SUSPENDED") return true;
  return after.lifecycleState === "STABLE" && isUp({ resource, after });
}

/** All tasks of the job run, it has finished by itself, or the session cluster takes jobs. */
export function isUp({ resource, after }: Pick<Judged, "resource" | "after">): boolean {
  if (resource.spec.job === undefined) return after.jobManagerDeploymentStatus === "READY";
  return after.jobStatus?.state === "RUNNING" || after.jobStatus?.state === "FINISHED";
}

/** This generation is what was deployed last, and nothing else is under way, whatever is asked for by now. */
export function isDeployedStill(generation: number, { after, progress }: Pick<Judged, "after" | "progress">): boolean {
  const { state } = after.reconciliationStatus ?? {};
  return (
    progress.deployment?.generation === generation &&
    after.fleet?.intent === undefined &&
    (state === "DEPLOYED" || state === "ROLLED_BACK")
  );
}

/** What status tells is told of this generation. */
export const isSpokenOf = (generation: number, judged: Judged): boolean =>
  judged.resource.metadata.generation === generation ? isRecorded(judged) : isDeployedStill(generation, judged);
