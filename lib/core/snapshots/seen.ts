import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import type { Version } from "../configuration/versions.ts";
import type { Checkpoints, JobId } from "../flink.ts";

/** Where the REST endpoint of the job's cluster is. */
export interface Address {
  readonly namespace: string;
  readonly service: string;
  readonly scheme: "http" | "https";
}

/** Whether a snapshot can be taken of the job. The texts hold no times and no random names. */
export type Standing =
  /** All its tasks run. */
  | { readonly kind: "running" }
  /** It is expected to come back: it restarts, is upgraded, or was not started yet. */
  | { readonly kind: "away"; readonly because: string }
  /** It has come to its end, and nobody is about to start it again. */
  | { readonly kind: "ended"; readonly because: string }
  | { readonly kind: "notSeen"; readonly because: string };

export interface JobSeen {
  readonly kind: "found";
  readonly at: Address;
  /** `undefined`: none was ever started. */
  readonly jobId: JobId | undefined;
  readonly version: Version;
  /** What the user asks for, with the defaults: options of Flink and of the operator. */
  readonly configuration: FlinkConfiguration;
  /** Where state lies that the job would be started from: files there are never deleted. */
  readonly needed: readonly string[];
  /** Flink itself answered just now, whatever it said of the job. */
  readonly answers: boolean;
  readonly standing: Standing;
}

/** The job that a snapshot is of. */
export type TargetView =
  /** None is named, and none is needed. */
  | { readonly kind: "none" }
  /** The API server said so. */
  | { readonly kind: "missing" }
  | { readonly kind: "notSeen"; readonly because: string }
  | JobSeen;

/** What Flink told of the request that is under way. */
export type ProgressView =
  /** None is, or there is nobody who could be asked. */
  | { readonly kind: "notAsked" }
  | { readonly kind: "notSeen"; readonly because: string }
  | { readonly kind: "inProgress" }
  /** A path is `undefined` where Flink has forgotten the details of a checkpoint. */
  | { readonly kind: "completed"; readonly path: string | undefined }
  | { readonly kind: "failed"; readonly because: string }
  /** It does not know the request: never made, forgotten, or lost with a JobManager. What it knows of the job instead. */
  | { readonly kind: "unknown"; readonly checkpoints: Checkpoints };

/** One look at a FlinkStateSnapshot and the job that it is of. */
export interface SnapshotSeen {
  readonly resource: FlinkStateSnapshot;
  readonly target: TargetView;
  readonly progress: ProgressView;
  /** Paths that other FlinkStateSnapshots speak of. */
  readonly others: readonly string[];
}
