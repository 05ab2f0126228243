import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { Happening } from "../lifecycle/events/happening.ts";
import { warning } from "../lifecycle/happenings/told.ts";
import type { Obstacle } from "../lifecycle/plan.ts";
import { snapshotType } from "./labels.ts";
import type { SnapshotPlan, Verdict } from "./plan.ts";

interface Told {
  readonly resource: FlinkStateSnapshot;
  readonly plan: SnapshotPlan;
  readonly verdict: Verdict | undefined;
  readonly obstacle: Obstacle | undefined;
}

/** What is new since the status before: told once, so that a quiet look tells nothing. */
export function happenings({ resource, plan, verdict, obstacle }: Told): readonly Happening[] {
  return [
    ...(plan.tell ?? []),
    ...(verdict === undefined ? [] : ofVerdict(resource, verdict)),
    ...(obstacle === undefined || isKnown(resource, obstacle) ? [] : [ofObstacle(obstacle)]),
  ];
}

function ofVerdict(resource: FlinkStateSnapshot, verdict: Verdict): readonly Happening[] {
  switch (verdict.kind) {
    case "completed":
      return verdict.path === undefined
        ? [
            failure(
              resource,
              "The checkpoint is complete, and Flink has forgotten where it lies: see web.checkpoints.history.",
            ),
          ]
        : [];
    case "failed":
      return [failure(resource, verdict.because)];
    case "abandoned":
      return [warning("Snapshot", "SnapshotAbandoned", verdict.because)];
  }
}

const failure = (resource: FlinkStateSnapshot, message: string): Happening =>
  snapshotType(resource) === "SAVEPOINT"
    ? warning("Snapshot", "SavepointError", message)
    : warning("Snapshot", "CheckpointError", message);

const ofObstacle = ({ reason, message }: Obstacle): Happening =>
  warning(reason === "ValidationError" ? "Operator" : "Snapshot", reason, message);

const isKnown = ({ status }: FlinkStateSnapshot, { reason, message }: Obstacle): boolean =>
  status.conditions.some(
    (known) =>
      known.type === "Degraded" && known.status === "True" && known.reason === reason && known.message === message,
  );
