import type { JobId } from "../../core/flink.ts";
import type { Timeline } from "../simulation/timeline.ts";
import type { CheckpointCoordinator } from "./checkpointCoordinator.ts";
import type { Progress } from "./progress.ts";
import type { Scale } from "./scale.ts";

export interface JobParts {
  readonly id: JobId;
  readonly name: string;
  readonly scale: Scale;
  /** Whether a failure of its tasks is answered with a restart (without a restart strategy Flink fails the job). */
  readonly restarts: boolean;
  readonly time: Timeline;
  /** Slots that are there for this job: those that it holds, and those that no other does. */
  readonly slots: () => number;
  /** Called when it has given up slots that it held. */
  readonly released: () => void;
  readonly progress: Progress;
  readonly checkpoints: CheckpointCoordinator;
  /** A restored savepoint or checkpoint becomes Flink's own to delete (claim mode CLAIM). */
  readonly claims: boolean;
  /** Whether the files of a snapshot are still there. */
  readonly isThere: (path: string) => boolean;
  /** Called when all tasks run, and when not any more. */
  readonly processing: (runs: boolean) => void;
  /** Called after every change of state. */
  readonly changed: () => void;
}
