import type { Condition } from "../../../api/resources/common.ts";
import { rfc3339, type Instant } from "../../time.ts";
import type { Finding } from "./finding.ts";

/** The condition of a finding: its time changes only when its status flips from what it was `before`. */
export function stamped(
  { type, observedGeneration }: { readonly type: string; readonly observedGeneration: number },
  finding: Finding,
  before: readonly Condition[],
  now: Instant,
): Condition {
  const known = before.find((condition) => condition.type === type);
  const lastTransitionTime = known?.status === finding.status ? known.lastTransitionTime : rfc3339(now);
  return { type, ...finding, observedGeneration, lastTransitionTime };
}
