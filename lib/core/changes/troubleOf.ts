import type { Condition } from "../../api/resources/common.ts";
import { shortened } from "../shortened.ts";

/** What the conditions say is wrong, or is waited for: they hold no times and no secrets. */
export function troubleOf(conditions: readonly Condition[]): string {
  const find = (type: string, status: Condition["status"]): string | undefined =>
    conditions.find((one) => one.type === type && one.status === status)?.message;
  const found =
    find("Degraded", "True") ?? find("Progressing", "True") ?? find("Ready", "Unknown") ?? find("Ready", "False");
  return shortened(found ?? "nothing is known to be wrong");
}
