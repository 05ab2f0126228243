import type { FlinkClusterInfo, JobException, JobId, JobOverview } from "../core/flink.ts";

/** Where a Flink cluster's REST endpoint is: the Service `<name>-rest` in a namespace. */
export interface FlinkAddress {
  readonly namespace: string;
  /** The Service's name, `<cluster-id>-rest`. */
  readonly service: string;
  /** `https` when `security.ssl.rest.enabled` is set. */
  readonly scheme: "http" | "https";
}

/**
 * The REST API of the Flink clusters of one spoke, through the API server's service proxy. Every method throws `Faulted`:
 * `unavailable` for whatever did not come from Flink itself, `missing` only when Flink says that the job is not known.
 */
export interface Flink {
  /** GET /jobs/overview */
  jobs(at: FlinkAddress): Promise<readonly JobOverview[]>;
  /** GET /config and GET /taskmanagers */
  clusterInfo(at: FlinkAddress): Promise<FlinkClusterInfo>;
  /** GET /jobs/:id/exceptions, newest first, at most `limit`. Understands the answers of 1.13 to 2.x. */
  exceptions(at: FlinkAddress, job: JobId, limit: number): Promise<readonly JobException[]>;
  /** PATCH /jobs/:id?mode=cancel. Asynchronous: the state has to be looked at afterwards. A job that has ended is no fault. */
  cancel(at: FlinkAddress, job: JobId): Promise<void>;
}
