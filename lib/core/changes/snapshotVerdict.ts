import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import type { Instant } from "../time.ts";
import type { Verdict } from "./judged.ts";
import { overdue } from "./overdue.ts";
import { troubleOf } from "./troubleOf.ts";

interface JudgedSnapshot {
  readonly resource: FlinkStateSnapshot;
  /** Its status as it is going to be written. */
  readonly after: FlinkStateSnapshotStatus;
  readonly now: Instant;
}

/** What has become of a snapshot that a change has asked for, whose resource was made for it. */
export function snapshotVerdict(note: ChangeNote, { resource, after, now }: JudgedSnapshot): Verdict | undefined {
  if (after.state === "COMPLETED") return { result: "succeeded", state: taken(resource, after) };
  const { conditions } = after;
  if (after.state === "FAILED" || after.state === "ABANDONED")
    return { result: "failed", cause: troubleOf(conditions) };
  if (resource.metadata.deletionTimestamp !== undefined)
    return { result: "failed", cause: "the resource is being deleted" };
  return overdue(note, { conditions, now });
}

const taken = (
  { spec }: FlinkStateSnapshot,
  { path, resultTimestamp }: FlinkStateSnapshotStatus,
): NonNullable<Verdict["state"]> => ({
  kind: spec.checkpoint === undefined ? "savepoint" : "checkpoint",
  ...(path === undefined ? {} : { path }),
  ...(resultTimestamp === undefined ? {} : { takenAt: resultTimestamp }),
});
