import { managedFields } from "../drift/managedFields.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import { type Instant, minutes, rfc3339, since } from "../time.ts";

/** It was there just now; whoever was stopped longer ago has nothing on its way any more. */
const lately = minutes(1);

/** Who else has written the status of the resource within the last minute, by its managed fields. */
export function otherWriter(object: KubernetesObject, now: Instant): string | undefined {
  const others = managedFields(object).filter(
    ({ manager, subresource }) => subresource === "status" && !manager.startsWith("flink-fleet"),
  );
  const last = others
    .filter(({ at }) => at !== undefined && since(at, now) < lately)
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))[0];
  return last?.at === undefined ? undefined : `${last.manager} has written its status at ${rfc3339(last.at)}`;
}
