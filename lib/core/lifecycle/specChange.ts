import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";
import { deployedSpec } from "./reconciled.ts";
import type { Seen } from "./seen.ts";
import { changedFields, changes } from "./spec/difference.ts";
import { specProblem } from "./specProblem.ts";

/**
 * The spec differs from what is deployed. An invalid one never stops the care for the last good one; a valid one
 * that would need the cluster to be changed is reported and left alone, never half done.
 */
export function specChange(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const { resource } = seen;
  const deployed = deployedSpec(resource);
  if (deployed === undefined) return undefined;
  const found = changes(deployed, resource.spec);
  if (found.class === "ignore") return undefined;
  const problem = specProblem(resource, defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  const message = `the change cannot be carried out by this version and was left alone, the last spec goes on running: ${changedFields(found)}`;
  return { act: "wait", because: message, obstacle: { reason: "SpecChangeNotCarriedOut", message }, wake: "on schedule" };
}
