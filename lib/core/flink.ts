import type { FlinkVersion } from "../api/resources/common.ts";
import type { Millis } from "./time.ts";

/** 32 lower-case hex digits. */
export type JobId = string & { readonly __brand: "JobId" };

/**
 * Names a jar within one JobManager's process: a file name in `<web.upload.dir>/flink-web-upload`. Flink draws one for a jar that is
 * uploaded; a jar that lies there in the image has its own file name.
 */
export type JarId = string & { readonly __brand: "JarId" };

/** Flink's own vocabulary (org.apache.flink.api.common.JobStatus). */
export type JobState =
  | "INITIALIZING"
  | "CREATED"
  | "RUNNING"
  | "FAILING"
  | "FAILED"
  | "CANCELLING"
  | "CANCELED"
  | "FINISHED"
  | "RESTARTING"
  | "SUSPENDED"
  | "RECONCILING";

/** One entry of GET /jobs/overview. Times are epoch milliseconds; −1 where Flink has none. */
export interface JobOverview {
  readonly id: JobId;
  readonly name: string;
  readonly state: JobState;
  readonly startTime: number;
  readonly endTime: number;
  /** Number of tasks by their state in lower case (`running`, `finished`, `scheduled` …), and `total`. */
  readonly tasks: Readonly<Record<string, number>>;
}

export interface FlinkClusterInfo {
  readonly version: string;
  readonly revision: string;
  readonly taskManagers: number;
}

export interface JobException {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly stackTrace: string;
  readonly task: string | undefined;
}

/** 32 lower-case hex digits; names one asynchronous operation. */
export type TriggerId = string & { readonly __brand: "TriggerId" };

/** A checkpoint or savepoint of a job, as GET /jobs/:id/checkpoints tells of it. */
export interface CheckpointInfo {
  readonly id: number;
  /** Where it can be restored from; `undefined` where it lies in the JobManager's memory or was discarded. */
  readonly path: string | undefined;
  /** When it was triggered, or for a restored one when it was restored; epoch milliseconds. */
  readonly at: number;
  readonly isSavepoint: boolean;
}

/** What is known of a job's checkpoints. */
export type Checkpoints =
  /**
   * Flink answers 404 for a job without checkpointing, and also for one that it knows only to have ended: it failed while it was
   * submitted, or another JobManager saw its end (ArchivedExecutionGraph.createSparseArchivedExecutionGraph). So of a job that has
   * ended this says nothing about its state.
   */
  | { readonly kind: "disabled" }
  | {
      readonly kind: "enabled";
      /** The newest periodic checkpoint. */
      readonly completed: CheckpointInfo | undefined;
      /** The newest savepoint; it is not in `completed`. */
      readonly savepoint: CheckpointInfo | undefined;
      /** What the job was started or restarted from. */
      readonly restored: CheckpointInfo | undefined;
      /** When the oldest checkpoint that is under way was triggered; epoch milliseconds. */
      readonly inProgressSince: number | undefined;
      /** The highest id that Flink tells of, whatever became of it. */
      readonly newestId: number | undefined;
      /** The id of the newest savepoint that is under way. */
      readonly savepointUnderWay: number | undefined;
    };

/** How far a savepoint has got that was asked for under a trigger id. */
export type SavepointProgress =
  /** Flink does not know the trigger id: it was never asked, has forgotten (five minutes), or failed over. */
  | { readonly kind: "unknown" }
  | { readonly kind: "inProgress" }
  | { readonly kind: "completed"; readonly path: string }
  | { readonly kind: "failed"; readonly because: string };

/** As SavepointProgress; a checkpoint is named by its id. */
export type CheckpointProgress =
  | Exclude<SavepointProgress, { readonly kind: "completed" }>
  | { readonly kind: "completed"; readonly checkpointId: number };

export type SavepointFormat = "CANONICAL" | "NATIVE";

/** What a savepoint is asked for with. Fields that a version of Flink does not know (≤1.14) are left undefined, and not sent. */
export interface SavepointRequest {
  /** `undefined`: the directory of the cluster's configuration. */
  readonly directory: string | undefined;
  readonly triggerId: TriggerId | undefined;
  readonly format: SavepointFormat | undefined;
}

/** What becomes of the files that a job is restored from (org.apache.flink.core.execution.RecoveryClaimMode). */
export type ClaimMode = "CLAIM" | "NO_CLAIM" | "LEGACY";

/** What a jar is run with. What is left out comes from the cluster's configuration. */
export interface JarRun {
  /** Of the cluster: fields that this version does not know are not sent. */
  readonly flinkVersion: FlinkVersion;
  /** Chosen by whoever asks, so that Flink refuses the same job a second time. */
  readonly jobId: JobId;
  readonly entryClass?: string | undefined;
  readonly programArgs: readonly string[];
  /** 0 or less counts as left out. */
  readonly parallelism?: number | undefined;
  readonly savepointPath?: string | undefined;
  readonly allowNonRestoredState?: boolean | undefined;
  /** Not sent before 1.15. */
  readonly claimMode?: ClaimMode | undefined;
  /** Not sent before 1.17. */
  readonly flinkConfiguration?: Readonly<Record<string, string>> | undefined;
  /** How long main() may take: it runs while the call waits. */
  readonly deadline: Millis;
}

/** Bounds of one vertex's parallelism, by vertex id. */
export type ResourceRequirements = Readonly<
  Record<string, { readonly lowerBound: number; readonly upperBound: number }>
>;

/** One vertex of GET /jobs/:id, with the parallelism that it has now. */
export interface JobVertex {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  /** 0 or less where Flink tells none. */
  readonly maxParallelism: number;
  /** `undefined` before 1.20. */
  readonly slotSharingGroup: string | undefined;
}
