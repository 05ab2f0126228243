import type { FlinkStateSnapshotSpec, FlinkStateSnapshotStatus } from "../../../api/resources/flinkStateSnapshot.ts";
import { problem, type Problem } from "./problem.ts";

/** What a FlinkStateSnapshot is judged by. */
export interface WantedSnapshot {
  readonly metadata: { readonly namespace: string };
  readonly spec: FlinkStateSnapshotSpec;
  readonly status: Pick<FlinkStateSnapshotStatus, "state">;
  /** Whether the resource that jobReference names is there. Not having been able to look is not a reason to refuse. */
  readonly target: "found" | "missing" | "notSeen";
}

/** Why nobody could take this snapshot; the order of the Apache operator's DefaultValidator.validateStateSnapshot. */
export function stateSnapshotInvalidity({ metadata, spec, status, target }: WantedSnapshot): Problem | undefined {
  const { savepoint, checkpoint, jobReference } = spec;
  if ((savepoint === undefined) === (checkpoint === undefined)) {
    const now = savepoint === undefined ? "none is" : "both are";
    return problem(
      "spec",
      `Exactly one of checkpoint or savepoint configurations has to be set. Now ${now}: give spec.savepoint: {} or spec.checkpoint: {}.`,
    );
  }
  if (savepoint?.alreadyExists) return undefined;
  if (jobReference === undefined) {
    return problem(
      "spec.jobReference",
      "Job reference must be supplied for this snapshot. Set spec.jobReference.kind to FlinkDeployment or FlinkSessionJob, and spec.jobReference.name.",
    );
  }
  // Once it has been triggered, a snapshot outlives its job.
  if (target !== "missing" || status.state !== "TRIGGER_PENDING") return undefined;
  return problem(
    "spec.jobReference.name",
    `Target for snapshot ${metadata.namespace}/${jobReference.name} was not found. Name a ${jobReference.kind ?? "FlinkDeployment"} of this namespace in spec.jobReference.`,
  );
}
