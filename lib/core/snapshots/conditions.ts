import type { Condition } from "../../api/resources/common.ts";
import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import { no, unknown, yes, type Finding } from "../lifecycle/conditions/finding.ts";
import { stamped } from "../lifecycle/conditions/stamped.ts";
import type { Obstacle } from "../lifecycle/plan.ts";
import type { Instant } from "../time.ts";
import { errorText } from "./errorText.ts";

/** What a condition is judged by. */
export interface Basis {
  readonly resource: FlinkStateSnapshot;
  /** Everything of the new status but its conditions. */
  readonly after: FlinkStateSnapshotStatus;
  readonly because: string;
  readonly obstacle: Obstacle | undefined;
  /** Nobody could look at the job. */
  readonly isBlind: boolean;
}

const judges = { Ready: ready, Progressing: progressing, Degraded: degraded };

/** All conditions of a FlinkStateSnapshot. A time changes only when a status flips; messages hold no times and no random names. */
export function conditions(basis: Basis, now: Instant): Condition[] {
  const { metadata, status } = basis.resource;
  const observedGeneration = metadata.generation;
  return Object.entries(judges).map(([type, judge]) =>
    stamped({ type, observedGeneration }, judge(basis), status.conditions, now),
  );
}

/** Whether the snapshot is there. */
function ready({ after, isBlind, because }: Basis): Finding {
  switch (after.state) {
    case "COMPLETED":
      return yes("SnapshotComplete", "the snapshot is complete");
    case "IN_PROGRESS":
      return isBlind
        ? unknown(
            "SnapshotInProgress",
            `Flink was asked for the snapshot, and how far it is cannot be seen: ${because}`,
          )
        : no("SnapshotInProgress", "Flink was asked for the snapshot");
    case "TRIGGER_PENDING":
      return no("SnapshotPending", "the snapshot is still to be taken");
    case "FAILED":
      return no("SnapshotFailed", "the snapshot could not be taken: see status.error");
    case "ABANDONED":
      return no("SnapshotAbandoned", "the snapshot was given up: see status.error");
  }
}

function progressing({ resource, after, because, obstacle }: Basis): Finding {
  if (obstacle !== undefined) return no(obstacle.reason, obstacle.message);
  if (resource.metadata.deletionTimestamp !== undefined) return yes("Deleting", because);
  switch (after.state) {
    case "TRIGGER_PENDING":
      return yes("SnapshotPending", because);
    case "IN_PROGRESS":
      return yes("SnapshotInProgress", because);
    case "COMPLETED":
    case "FAILED":
    case "ABANDONED":
      return no("Settled", "nothing is left to be done");
  }
}

function degraded({ after, obstacle }: Basis): Finding {
  if (obstacle !== undefined) return yes(obstacle.reason, obstacle.message);
  const error = errorText(after.error);
  switch (after.state) {
    case "ABANDONED":
      return yes("SnapshotAbandoned", error);
    case "FAILED":
      return yes(
        "SnapshotFailed",
        `Attempts that failed: ${after.failures}, and no more are made. The last one: ${error}`,
      );
    case "TRIGGER_PENDING":
    case "IN_PROGRESS":
    case "COMPLETED":
      return after.error === undefined
        ? no("AsExpected", "nothing is wrong")
        : yes(
            "SnapshotFailed",
            `Attempts that failed: ${after.failures}, and another one is made. The last one: ${error}`,
          );
  }
}
