import type { Circumstances } from "./circumstances.ts";
import { snapshotsAskedFor } from "./notCarriedOut.ts";
import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { changedFields } from "./spec/difference.ts";
import { specProblem } from "./specProblem.ts";

/**
 * The spec differs from what is deployed. An invalid one never stops the care for the last good one; a valid one
 * that would need the cluster to be changed is reported and left alone, never half done.
 */
export function specChange(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const { deployed, resource } = seen;
  if (deployed.kind !== "recorded") return undefined;
  const snapshots = snapshotsAskedFor(deployed.spec, resource.spec);
  const changed = deployed.difference.class !== "ignore";
  if (!changed && snapshots.length === 0) return undefined;
  const problem = specProblem(seen, defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  return leftAlone(
    changed
      ? `not carried out by this version: ${changedFields(deployed.difference)} (the last spec goes on running)`
      : `not carried out by this version: ${snapshots.join(", ")} (no snapshot was triggered)`,
  );
}

const leftAlone = (message: string): Plan => ({
  act: "wait",
  because: message,
  obstacle: { reason: "SpecChangeNotCarriedOut", message },
  wake: "on schedule",
});
