import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";
import { recordedDeployment } from "./spec/lastReconciledSpec.ts";

/** A record that cannot be read does not say that nothing runs. */
export function unreadableRecord({ resource }: Seen): Plan | undefined {
  const last = recordedDeployment(resource.status.reconciliationStatus?.lastReconciledSpec);
  if (last.kind !== "unreadable") return undefined;
  const message = `status.reconciliationStatus.lastReconciledSpec cannot be read (${last.because}): what runs is not known, so nothing is done. Restore the field, or remove it together with the cluster`;
  return { act: "wait", because: message, obstacle: { reason: "UnreadableStatus", message }, wake: "on schedule" };
}
