import type { Judged, VerdictRule } from "./judged.ts";
import { isSpokenOf } from "./standing.ts";
import { troubleOf } from "./troubleOf.ts";

/** Its job has failed; or nothing runs, and nothing is started before a user has said from which state. */
export const failedForGood: VerdictRule = ({ to }, judged) => {
  const { after, obstacle, resource } = judged;
  if (after.lifecycleState !== "FAILED") return undefined;
  const isInDoubt = obstacle?.reason === "StateInDoubt" && resource.metadata.generation === to.generation;
  if (!isInDoubt && !isSpokenOf(to.generation, judged)) return undefined;
  const isCertain = after.jobStatus?.state === "FAILED" || wasFailed(judged);
  return isCertain ? { result: "failed", cause: troubleOf(after.conditions) } : undefined;
};

/** What is not there may have been started by another run between two reads of this look: it is missed for good by a second one. */
const wasFailed = ({ resource: { metadata, status } }: Judged): boolean =>
  status.lifecycleState === "FAILED" &&
  status.conditions.some(
    ({ type, observedGeneration }) => type === "Degraded" && observedGeneration === metadata.generation,
  );
