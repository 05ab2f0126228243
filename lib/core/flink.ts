/** 32 lower-case hex digits. */
export type JobId = string & { readonly __brand: "JobId" };

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
