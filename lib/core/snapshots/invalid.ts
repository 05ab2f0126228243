import { stateSnapshotInvalidity } from "../lifecycle/validation/stateSnapshotInvalidity.ts";
import { isFinished } from "./finished.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";

/** What nobody could take. A job that is not there may still come, and is waited for by another rule. */
export function invalid({ resource }: SnapshotSeen): SnapshotPlan | undefined {
  if (isFinished(resource)) return undefined;
  const { metadata, spec, status } = resource;
  const problem = stateSnapshotInvalidity({ metadata, spec, status, target: "notSeen" });
  if (problem === undefined) return undefined;
  const { message } = problem;
  return { act: "wait", because: message, obstacle: { reason: "ValidationError", message }, wake: "on schedule" };
}
