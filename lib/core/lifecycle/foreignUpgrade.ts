import type { Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

/**
 * The Apache operator was in the middle of an upgrade or a rollback when the resource came to us. What it had done so far is
 * not in our journal, so nothing is done that could run the job twice.
 */
export function foreignUpgrade({ resource }: Seen): Plan | undefined {
  const state = resource.status.reconciliationStatus?.state;
  if (state === "DEPLOYED" || state === "ROLLED_BACK") return undefined;
  const message = `an upgrade (${state ?? "UPGRADING"}) that another operator began is not finished: let that operator finish it before the resource is taken over`;
  return {
    act: "wait",
    because: message,
    obstacle: { reason: "UpgradeOfAnotherOperator", message },
    wake: "on schedule",
  };
}
