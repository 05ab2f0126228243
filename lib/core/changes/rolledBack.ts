import type { VerdictRule } from "./judged.ts";
import { isSpokenOf, isUp } from "./standing.ts";
import { troubleOf } from "./troubleOf.ts";

/** It did not come up, and what ran before runs again. */
export const rolledBack: VerdictRule = ({ to }, judged) => {
  const { after, progress } = judged;
  if (after.lifecycleState !== "ROLLED_BACK" || !isUp(judged) || !isSpokenOf(to.generation, judged)) return undefined;
  return { result: "failed", cause: progress.trouble ?? troubleOf(after.conditions) };
};
