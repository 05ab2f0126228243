import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { changedFields } from "./spec/difference.ts";
import { specProblem } from "./specProblem.ts";

/**
 * The spec differs from what is deployed. An invalid one never stops the care for the last good one; a valid one
 * that would need the cluster to be changed is reported and left alone, never half done.
 */
export function specChange(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const { deployed } = seen;
  if (deployed.kind !== "recorded" || deployed.difference.class === "ignore") return undefined;
  const problem = specProblem(seen, defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  const message = `the change cannot be carried out by this version and was left alone, the last spec goes on running: ${changedFields(deployed.difference)}`;
  return {
    act: "wait",
    because: message,
    obstacle: { reason: "SpecChangeNotCarriedOut", message },
    wake: "on schedule",
  };
}
