import { operatorOption } from "../../configuration/operatorOption.ts";
import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Plan } from "../plan.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import type { Seen } from "../seen.ts";
import { snapshotsUnderWay } from "./inStatus.ts";
import { isUnderWay, jobOf } from "./looks.ts";

/**
 * The change, unless a savepoint is under way that is recorded in status and would go with the job: it is waited for, unless
 * `kubernetes.operator.job.upgrade.ignore-pending-savepoint` says otherwise (AbstractFlinkResourceReconciler.readyToReconcile). A job
 * that does not run is not waited for.
 */
export function afterSavepoint(change: Plan | undefined, seen: Seen, circumstances: Circumstances): Plan | undefined {
  const snapshot = change === undefined ? undefined : snapshotsUnderWay(seen, circumstances);
  if (change === undefined || snapshot === undefined) return change;
  if (snapshot.act !== "wait") return snapshot;
  if (change.act === "wait" || !delays(seen, circumstances)) return change;
  const because = "the change of spec waits for the savepoint that is under way";
  return { act: "wait", because, step: "pendingSavepoint", wake: seconds(2) };
}

function delays(seen: Seen, { defaults }: Circumstances): boolean {
  if (!isUnderWay(seen, "SAVEPOINT") || jobOf(seen, defaults).standing.kind !== "running") return false;
  return !operatorOption(presentOptions(seen, defaults), "job.upgrade.ignore-pending-savepoint");
}
