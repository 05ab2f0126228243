import type {
  CheckpointInfo,
  CheckpointProgress,
  Checkpoints,
  FlinkClusterInfo,
  JobException,
  JobId,
  JobOverview,
  JobVertex,
  ResourceRequirements,
  SavepointProgress,
  SavepointRequest,
  TriggerId,
} from "../core/flink.ts";

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
  /** GET /jobs/:id/checkpoints, as it was `web.refresh-interval` (3 seconds) ago at most: what has just happened may not be in it. */
  checkpoints(at: FlinkAddress, job: JobId): Promise<Checkpoints>;
  /**
   * GET /jobs/:id/checkpoints/details/:id; `undefined` when Flink has forgotten the checkpoint (`web.checkpoints.history`) or, as of
   * {@link checkpoints}, does not know of it yet. `unavailable` for one that is still under way there.
   */
  checkpointDetails(at: FlinkAddress, job: JobId, checkpoint: number): Promise<CheckpointInfo | undefined>;
  /**
   * POST /jobs/:id/savepoints. Asynchronous. From 1.15 on the same trigger id given twice takes one savepoint. Returns the trigger id
   * to ask with. `rejected` where there is no directory. Flink does not look at the job before it answers: that it is not known, or
   * not all of its tasks run, is told by {@link savepoint} as `failed`.
   */
  triggerSavepoint(at: FlinkAddress, job: JobId, request: SavepointRequest): Promise<TriggerId>;
  /** POST /jobs/:id/stop, as triggerSavepoint; with `drain` the sources end as if there were no more input. */
  stopWithSavepoint(
    at: FlinkAddress,
    job: JobId,
    request: SavepointRequest & { readonly drain: boolean },
  ): Promise<TriggerId>;
  /** GET /jobs/:id/savepoints/:trigger: of triggerSavepoint and stopWithSavepoint alike. */
  savepoint(at: FlinkAddress, job: JobId, trigger: TriggerId): Promise<SavepointProgress>;
  /** POST /jobs/:id/checkpoints (1.17 and later), as triggerSavepoint. */
  triggerCheckpoint(
    at: FlinkAddress,
    job: JobId,
    request: { readonly type: "CONFIGURED" | "FULL" | "INCREMENTAL"; readonly triggerId: TriggerId },
  ): Promise<TriggerId>;
  /** GET /jobs/:id/checkpoints/:trigger */
  checkpoint(at: FlinkAddress, job: JobId, trigger: TriggerId): Promise<CheckpointProgress>;
  /** POST /savepoint-disposal: deletes the files of a savepoint. Asynchronous, and nobody waits for it. */
  disposeSavepoint(at: FlinkAddress, path: string): Promise<void>;
  /** GET /jobs/:id/metrics?get=…; what Flink does not know (all of them for a job that is not known) or cannot tell (NaN) is left out. */
  jobMetrics(at: FlinkAddress, job: JobId, names: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** GET /jobs/:id */
  vertices(at: FlinkAddress, job: JobId): Promise<readonly JobVertex[]>;
  /** GET /jobs/:id/resource-requirements (1.18 and later) */
  resourceRequirements(at: FlinkAddress, job: JobId): Promise<ResourceRequirements>;
  /**
   * PUT /jobs/:id/resource-requirements, with all vertices; `rejected` where the scheduler is not adaptive, `conflict` while
   * somebody else changes them.
   */
  setResourceRequirements(at: FlinkAddress, job: JobId, requirements: ResourceRequirements): Promise<void>;
}
