import { classTable } from "./classTable.ts";
import type { Difference } from "./difference.ts";
import type { DriftingCluster, Verdict } from "./driftClass.ts";
import { partOf } from "./part.ts";

/** What has to be done about one difference. Nothing is restarted for what nobody has changed: it would come out the same. */
export function classOf(difference: Difference, cluster: DriftingCluster): Verdict {
  const part = partOf(difference.object, cluster.name);
  const row = classTable.find(
    ({ parts, path, when }) =>
      parts.includes(part) && path.test(difference.path) && (when?.(difference, cluster) ?? true),
  );
  const { class: found, because } = row ?? nothing;
  if (difference.asMade && (found === "restart" || found === "stateAtRisk")) {
    return { class: "notOurs", because: "nobody has changed it since it was made: a restart would change nothing" };
  }
  return { class: found, because };
}

const nothing: Verdict = { class: "notOurs", because: "nothing is known of it" };
