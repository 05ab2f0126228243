import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

/** A record that cannot be read does not say that nothing runs. */
export function unreadableRecord({ deployed }: Seen): Plan | undefined {
  if (deployed.kind !== "unreadable") return undefined;
  const message = `status.reconciliationStatus.lastReconciledSpec cannot be read (${deployed.because}): what runs is not known, so nothing is done. Restore the field, or remove it together with the cluster`;
  return { act: "wait", because: message, obstacle: { reason: "UnreadableStatus", message }, wake: "on schedule" };
}
