import type { JobId, JobState } from "../../core/flink.ts";
import type { JobManager } from "./jobManager.ts";
import type { CheckpointKind } from "./checkpointHistory.ts";
import { Incarnations } from "./incarnations.ts";
import type { WantedJob } from "./wantedJob.ts";
import type { SubmissionFate } from "./submission.ts";
import type { TaskManager } from "./taskManager.ts";

/** What must never happen, told to whoever watches. */
export type Violation = (what: string) => void;

/** What becomes of a savepoint or a checkpoint. */
export type SnapshotFate =
  | { readonly kind: "fails"; readonly because: string }
  /** Until it expires (`execution.checkpointing.timeout`). */
  | { readonly kind: "hangs" }
  /** Of a savepoint to stop with: it is written, then the job fails over instead of ending. Any other just succeeds. */
  | { readonly kind: "failsOver" };

/** All that runs under one cluster id in one namespace, of whatever Deployment. */
export class FlinkCluster {
  readonly name: string;
  readonly #violation: Violation;
  readonly #jobManagers = new Set<JobManager>();
  readonly #taskManagers = new Set<TaskManager>();
  /** The Deployment that each job was first started by. */
  readonly #startedBy = new Map<JobId, string>();
  /** The job result store: what ended, by the path of its entry. Outlives every process. */
  readonly results = new Map<string, JobState>();
  /** The job graphs in HA storage. Outlive every process. */
  readonly graphs = new Map<JobId, WantedJob>();
  readonly incarnations = new Incarnations();
  /** Of all periodic checkpoints, until it is said otherwise. */
  checkpointFate: SnapshotFate | undefined;
  /** Of the next savepoint only. */
  nextSavepointFate: SnapshotFate | undefined;
  nextSubmissionFate: SubmissionFate | undefined;
  /** Who processes at the moment. */
  readonly #processing = new Map<JobManager, ReadonlySet<JobId>>();

  constructor(name: string, violation: Violation) {
    this.name = name;
    this.#violation = violation;
  }

  /** What was decided for one that begins now. */
  fateOf(kind: CheckpointKind): SnapshotFate | undefined {
    if (kind === "checkpoint") return this.checkpointFate;
    const fate = this.nextSavepointFate;
    this.nextSavepointFate = undefined;
    return fate;
  }

  /** What was decided for the submission that comes now. */
  nextSubmission(): SubmissionFate | undefined {
    const fate = this.nextSubmissionFate;
    this.nextSubmissionFate = undefined;
    return fate;
  }

  get taskManagers(): readonly TaskManager[] {
    return [...this.#taskManagers];
  }

  /** The one that leads, if any does. */
  get leader(): JobManager | undefined {
    return [...this.#jobManagers].find((each) => each.leads);
  }

  get slots(): number {
    return this.taskManagers.reduce((sum, each) => sum + each.slots, 0);
  }

  joined(jobManager: JobManager): void {
    this.#jobManagers.add(jobManager);
  }

  left(jobManager: JobManager): void {
    this.#jobManagers.delete(jobManager);
    this.#processing.delete(jobManager);
    for (const other of this.#jobManagers) other.mayLead();
  }

  registered(taskManager: TaskManager): void {
    this.#taskManagers.add(taskManager);
    for (const each of this.#jobManagers) each.taskManagersChanged();
  }

  lost(taskManager: TaskManager): void {
    this.#taskManagers.delete(taskManager);
    for (const each of this.#jobManagers) each.taskManagersChanged();
  }

  /** Called as a job starts. Nothing may run elsewhere, and what was started once is started again only by recovery. */
  watchStart(by: JobManager, job: JobId, recovered: boolean): void {
    for (const other of this.#jobManagers)
      if (other !== by && other.deployment !== by.deployment && other.runsJobs)
        this.#violation(`${this.name}: job ${job} was started while another Deployment's JobManager ran its job`);
    const first = this.#startedBy.get(job);
    if (first !== undefined && first !== by.deployment && !recovered)
      this.#violation(`${this.name}: job ${job} was started a second time, from nothing`);
    if (first === undefined) this.#startedBy.set(job, by.deployment);
  }

  /** Called when all tasks of a job run, or not any more. A cluster id stands for one stream of input: two jobs must not share it. */
  watchProcessing(by: JobManager, job: JobId, runs: boolean): void {
    const jobs = new Set(this.#processing.get(by));
    if (runs) jobs.add(job);
    else jobs.delete(job);
    this.#processing.set(by, jobs);
    if (!runs) return;
    if (by.parts.role.runs === "session") return this.#watchTwins(by, job);
    const others = [...this.#processing].flatMap(([who, its]) => [...its].filter((each) => who !== by || each !== job));
    if (others.length > 0) this.#violation(`${this.name}: job ${job} processes while ${others.join(", ")} does`);
  }

  /** The jobs of a session are many, and each of them is one. */
  #watchTwins(by: JobManager, job: JobId): void {
    const twice = [...this.#processing].some(([who, its]) => who !== by && its.has(job));
    if (twice) this.#violation(`${this.name}: job ${job} processes in two JobManagers`);
  }
}
