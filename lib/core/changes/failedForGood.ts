import type { VerdictRule } from "./judged.ts";
import { isSpokenOf } from "./standing.ts";
import { troubleOf } from "./troubleOf.ts";

/** Its job has failed; or nothing runs, and nothing is started before a user has said from which state. */
export const failedForGood: VerdictRule = ({ to }, judged) => {
  const { after, obstacle, resource } = judged;
  if (after.lifecycleState !== "FAILED") return undefined;
  const isInDoubt = obstacle?.reason === "StateInDoubt" && resource.metadata.generation === to.generation;
  if (!isInDoubt && !isSpokenOf(to.generation, judged)) return undefined;
  return { result: "failed", cause: troubleOf(after.conditions) };
};
