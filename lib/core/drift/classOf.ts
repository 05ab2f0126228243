import { classTable } from "./classTable.ts";
import type { Difference } from "./difference.ts";
import type { DriftingCluster, Verdict } from "./driftClass.ts";
import { partOf } from "./part.ts";

/** What has to be done about one difference that somebody has made. */
export function classOf(difference: Difference, cluster: DriftingCluster): Verdict {
  const part = partOf(difference.object, cluster.name);
  const row = classTable.find(
    ({ parts, path, when }) =>
      parts.includes(part) && path.test(difference.path) && (when?.(difference, cluster) ?? true),
  );
  const { class: found, because } = row ?? nothing;
  return { class: found, because };
}

const nothing: Verdict = { class: "notOurs", because: "nothing is known of it" };
