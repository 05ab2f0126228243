import type { JobId, JobState } from "../../core/flink.ts";
import type { WantedJob } from "./wantedJob.ts";
import { CheckpointCoordinator } from "./checkpointCoordinator.ts";
import type { HighAvailability } from "./highAvailability.ts";
import type { Incarnations } from "./incarnations.ts";
import { Job } from "./job.ts";
import type { JobManager } from "./jobManager.ts";
import { Operations } from "./operations.ts";
import { Progress } from "./progress.ts";
import { type Restore, restoreOf } from "./restore.ts";
import { Scale } from "./scale.ts";
import type { Submission } from "./submission.ts";

export interface DispatcherParts {
  readonly jobManager: JobManager;
  readonly ha: HighAvailability | undefined;
  readonly changed: (job: Job) => void;
  readonly ended: (job: Job, wanted: WantedJob) => void;
  /** The process cannot go on. */
  readonly fatal: (log: string) => void;
}

/** The jobs of a JobManager: what it recovers, what it is given, and what it was asked to do with them. */
export class Dispatcher {
  readonly operations: Operations;
  readonly #parts: DispatcherParts;
  readonly #jobs = new Map<JobId, Job>();
  /** Where the incarnation of a job is recorded. */
  readonly #tell = new Map<JobId, ReturnType<Incarnations["begin"]>>();

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.operations = new Operations(parts.jobManager.parts.time);
  }

  get jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  job(id: string): Job | undefined {
    return this.#jobs.get(id as JobId);
  }

  /** Jobs whose graph an earlier JobManager left run again as they were, whatever the configuration says by now. */
  recover(): void {
    for (const id of this.#parts.ha?.graphs() ?? []) {
      const graph = this.#at.cluster.graphs.get(id);
      if (graph === undefined) return this.#parts.fatal(`Could not recover job with job id ${id}.`);
      const restore = this.#restoreOf(id, graph);
      if (restore.kind === "failed") return this.#parts.fatal(restore.because);
      this.#run(id, graph, restore);
    }
  }

  /** The job of an application. */
  submit(wanted: WantedJob): void {
    const id = wanted.id ?? this.#at.randomJobId();
    const result = this.#resultOf(id, wanted);
    if (result !== undefined) return this.#create(id, wanted).showResult(result);
    if (!this.#jobs.has(id)) this.#run(id, wanted, this.#restoreOf(id, wanted));
  }

  /**
   * A job of a session cluster (Dispatcher.submitJob). An id is taken as long as its job runs, or its result is remembered: without HA
   * for as long as the process lives (EmbeddedJobResultStore), with HA only where results are kept.
   */
  submitNew(wanted: WantedJob): Submission {
    const id = wanted.id ?? this.#at.randomJobId();
    const { name } = wanted;
    const known = this.#jobs.get(id);
    const forgotten = known?.isOver === true && this.#parts.ha !== undefined;
    if ((known !== undefined && !forgotten) || this.#resultOf(id, wanted) !== undefined)
      return { kind: "duplicate", name };
    const restore = this.#restoreOf(id, wanted);
    this.#run(id, wanted, restore);
    return restore.kind === "failed" ? { kind: "failed", name, because: restore.because } : { kind: "accepted", id };
  }

  #resultOf(id: JobId, { resultStore }: WantedJob): JobState | undefined {
    return this.#parts.ha === undefined ? undefined : this.#at.cluster.results.get(`${resultStore}/${id}`);
  }

  stop(): void {
    for (const job of this.jobs) {
      job.stop();
      const change = { state: "SUSPENDED", endedAt: this.#at.time.now(), endCount: job.count } as const;
      this.#tell.get(job.parts.id)?.(change);
    }
  }

  get #at(): JobManager["parts"] {
    return this.#parts.jobManager.parts;
  }

  #restoreOf(jobId: JobId, { restorePath: path, ignoresUnclaimed }: WantedJob): Restore {
    return restoreOf({ store: this.#at.store, ha: this.#parts.ha, jobId, path, ignoresUnclaimed });
  }

  #run(id: JobId, wanted: WantedJob, restore: Restore): void {
    const { jobManager, ha } = this.#parts;
    const { cluster, time, store } = this.#at;
    if (restore.kind !== "failed")
      cluster.watchStart(jobManager, id, ha?.knows(id) === true || restore.kind !== "nothing");
    ha?.started(id);
    if (ha !== undefined) cluster.graphs.set(id, wanted);
    const { deployment } = jobManager;
    const isSession = jobManager.parts.role.runs === "session";
    const newestDurable = store.newestOf(cluster.name, isSession ? wanted.name : undefined);
    this.#tell.set(
      id,
      cluster.incarnations.begin({
        jobId: id,
        jobName: wanted.name,
        deployment,
        at: time.now(),
        restore,
        newestDurable,
      }),
    );
    this.#create(id, wanted).begin(restore);
  }

  #create(id: JobId, wanted: WantedJob): Job {
    const { cluster, time, store } = this.#at;
    const progress = new Progress();
    const scale = new Scale(wanted.scheduler, wanted.vertices);
    const job: Job = new Job({
      ...wanted,
      id,
      time,
      progress,
      scale,
      checkpoints: this.#coordinator(id, wanted, progress),
      slots: () => this.#slotsFor(job),
      released: () => this.#released(job),
      isThere: (path) => store.find(path) !== undefined,
      processing: (runs) => cluster.watchProcessing(this.#parts.jobManager, id, runs),
      changed: () => this.#changed(job, wanted),
    });
    this.#jobs.set(id, job);
    return job;
  }

  /** What a job holds, and what is free. Where slots have gone, those that came last have lost theirs. */
  #slotsFor(job: Job): number {
    const { slots } = this.#at.cluster;
    const free = slots - heldBy(this.jobs.filter((each) => each !== job));
    const { held } = job.parts.scale;
    if (free >= held) return free;
    return Math.min(held, slots - heldBy(this.jobs.slice(0, this.jobs.indexOf(job))));
  }

  #released(by: Job): void {
    for (const job of this.jobs) if (job !== by) job.slotsChanged();
  }

  #coordinator(jobId: JobId, { name: jobName, checkpoints }: WantedJob, progress: Progress): CheckpointCoordinator {
    const { cluster, clusterId, configuration, store, time, version } = this.#at;
    return new CheckpointCoordinator({
      time,
      store,
      settings: checkpoints,
      jobId,
      jobName,
      cluster: cluster.name,
      flinkVersion: version.text,
      ha: this.#parts.ha,
      haStorage: `${configuration.get("high-availability.storageDir")}/${clusterId}`,
      count: () => progress.at(time.now()),
      fate: (kind) => cluster.fateOf(kind),
      exceeded: (stackTrace) => this.#jobs.get(jobId)?.failTask(stackTrace),
    });
  }

  #changed(job: Job, wanted: WantedJob): void {
    const tell = this.#tell.get(job.parts.id);
    tell?.({ state: job.state });
    if (job.isOver) tell?.({ endedAt: this.#at.time.now(), endCount: job.count });
    // Requirements of resources are kept with the graph.
    if (this.#parts.ha !== undefined)
      this.#at.cluster.graphs.set(job.parts.id, { ...wanted, vertices: job.parts.scale.vertices });
    this.#parts.changed(job);
    if (job.isOver) this.#parts.ended(job, wanted);
  }
}

const heldBy = (jobs: readonly Job[]): number => jobs.reduce((sum, { parts }) => sum + parts.scale.held, 0);
