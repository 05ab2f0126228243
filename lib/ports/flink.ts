import type {
  CheckpointInfo,
  CheckpointProgress,
  Checkpoints,
  FlinkClusterInfo,
  JarId,
  JarRun,
  JobException,
  JobId,
  JobOverview,
  JobVertex,
  ResourceRequirements,
  SavepointProgress,
  SavepointRequest,
  TriggerId,
} from "../core/flink.ts";
import type { Millis } from "../core/time.ts";

/** Where a Flink cluster's REST endpoint is: the Service `<name>-rest` in a namespace. */
export interface FlinkAddress {
  readonly namespace: string;
  /** The Service's name, `<cluster-id>-rest`. */
  readonly service: string;
  /** `https` when `security.ssl.rest.enabled` is set. */
  readonly scheme: "http" | "https";
}

/** A jar on its way to a cluster. */
export interface Jar {
  /** Of the file. What Flink or a URL could stumble over is replaced, and `.jar` added where it is missing. */
  readonly name: string;
  /** In bytes; `undefined` where that is not known before it has been read. */
  readonly size: number | undefined;
  /** Read once, as fast as Flink takes it, and not always to the end: whoever opened it closes it. What it throws ends the upload. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** How long the upload may take; 5 minutes when left out. */
  readonly deadline?: Millis | undefined;
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
  /**
   * POST /jars/upload, of session clusters. The jar is not held in memory. It lies in one JobManager's process and is gone with it.
   * `rejected` where the cluster takes no jars, as application clusters and those with `web.submit.enable: false`; a `Faulted` of
   * the jar's bytes comes out as it is.
   */
  uploadJar(at: FlinkAddress, jar: Jar): Promise<JarId>;
  /**
   * POST /jars/:jarid/run: runs main() in the JobManager, and answers when the job has been accepted and initialized. A jar that
   * lies in `<web.upload.dir>/flink-web-upload` in the image needs no upload: its id is its file name. `conflict` where Flink
   * has the job id already, whether that job runs or has ended, `missing` where the jar is not there (any more), `rejected` with the
   * root cause where main() or the job's initialization failed: in the latter case the job is known from then on, as FAILED. After
   * `unavailable` the job may have been accepted all the same.
   */
  runJar(at: FlinkAddress, jar: JarId, request: JarRun): Promise<JobId>;
  /** DELETE /jars/:jarid. A jar that is gone is no fault; one of the image is deleted for as long as its container lives. */
  deleteJar(at: FlinkAddress, jar: JarId): Promise<void>;
}
