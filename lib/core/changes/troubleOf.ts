import type { Condition } from "../../api/resources/common.ts";
import { shortened } from "../shortened.ts";

/** What the conditions say is wrong, or is waited for: they hold no times and no secrets. */
export function troubleOf(conditions: readonly Condition[]): string {
  const find = (type: string, status: Condition["status"]): Condition | undefined =>
    conditions.find((one) => one.type === type && one.status === status);
  const wrong = find("Degraded", "True");
  if (wrong !== undefined) return shortened(`${wrong.reason}: ${wrong.message}`);
  const waited = find("Progressing", "True") ?? find("Ready", "Unknown") ?? find("Ready", "False");
  return shortened(waited?.message ?? "nothing is known to be wrong");
}
