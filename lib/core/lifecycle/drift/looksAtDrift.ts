import { instant, minutes, since } from "../../time.ts";
import { observation } from "../observation/observation.ts";
import { isDone, isOver } from "../observation/running.ts";
import type { Lens } from "../questions.ts";
import type { Seen } from "../seen.ts";

/** What has not come up after this long may have been kept from it by somebody. */
const untilSuspected = minutes(5);

/**
 * Whether the objects of a cluster are compared: it is deployed and wanted, nothing is being changed about it, and it is up, or ought to be
 * by now. A JobManager that is gone or scaled to 0 is made again by rules of its own.
 */
export function looksAtDrift(seen: Seen, { now }: Pick<Lens, "now">): boolean {
  if (isGoing(seen) || !isDone(seen) || isOver(seen) || isChanging(seen)) return false;
  const deployedAt = instant(seen.resource.status.reconciliationStatus?.reconciliationTimestamp ?? 0);
  return wasUp(seen) || observation(seen).settled || since(deployedAt, now) >= untilSuspected;
}

/** What was up once and is not was kept from it by somebody, or comes up again by itself. */
function wasUp({ resource: { status } }: Seen): boolean {
  const { lastStableSpec, lastReconciledSpec } = status.reconciliationStatus ?? {};
  return lastStableSpec !== undefined && lastStableSpec === lastReconciledSpec;
}

const isGoing = ({ jobManager, resource }: Seen): boolean =>
  resource.metadata.deletionTimestamp !== undefined ||
  jobManager === undefined ||
  jobManager.deleting ||
  jobManager.wantedReplicas === 0;

function isChanging({ deployed, resource: { status } }: Seen): boolean {
  const { intent, inPlace } = status.fleet ?? {};
  if (intent !== undefined || inPlace !== undefined) return true;
  // A spec that cannot be deployed keeps nobody from looking: it may be there for long.
  return deployed.kind === "recorded" && deployed.difference.class !== "ignore" && status.error === undefined;
}
