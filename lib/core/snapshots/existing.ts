import { concluded } from "./conclusion.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";

/** A savepoint that somebody took before: the resource merely speaks of it. */
export function existing({ resource }: SnapshotSeen): SnapshotPlan | undefined {
  const { savepoint } = resource.spec;
  if (savepoint?.alreadyExists !== true) return undefined;
  return concluded({ kind: "completed", path: savepoint.path }, "the savepoint exists already");
}
