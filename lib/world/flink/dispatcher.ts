import type { JobId } from "../../core/flink.ts";
import type { ApplicationJob } from "./applicationJob.ts";
import { CheckpointCoordinator } from "./checkpointCoordinator.ts";
import type { CheckpointSettings } from "./checkpointSettings.ts";
import type { HighAvailability } from "./highAvailability.ts";
import type { Incarnations } from "./incarnations.ts";
import { Job } from "./job.ts";
import type { JobManager } from "./jobManager.ts";
import { Operations } from "./operations.ts";
import { Progress } from "./progress.ts";
import { type Restore, restoreOf } from "./restore.ts";
import { Scale } from "./scale.ts";

export interface DispatcherParts {
  readonly jobManager: JobManager;
  readonly ha: HighAvailability | undefined;
  readonly changed: (job: Job) => void;
  readonly ended: (job: Job, wanted: ApplicationJob) => void;
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

  submit(wanted: ApplicationJob): void {
    const id = wanted.id ?? this.#at.randomJobId();
    const { results } = this.#at.cluster;
    const result = this.#parts.ha === undefined ? undefined : results.get(`${wanted.resultStore}/${id}`);
    if (result !== undefined) return this.#create(id, wanted).showResult(result);
    if (!this.#jobs.has(id)) this.#run(id, wanted, this.#restoreOf(id, wanted));
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

  #restoreOf(jobId: JobId, { restorePath: path, ignoresUnclaimed }: ApplicationJob): Restore {
    return restoreOf({ store: this.#at.store, ha: this.#parts.ha, jobId, path, ignoresUnclaimed });
  }

  #run(id: JobId, wanted: ApplicationJob, restore: Restore): void {
    const { jobManager, ha } = this.#parts;
    const { cluster, time, store } = this.#at;
    if (restore.kind !== "failed")
      cluster.watchStart(jobManager, id, ha?.knows(id) === true || restore.kind !== "nothing");
    ha?.started(id);
    if (ha !== undefined) cluster.graphs.set(id, wanted);
    const { deployment } = jobManager;
    const newestDurable = store.newestOf(cluster.name);
    this.#tell.set(id, cluster.incarnations.begin({ jobId: id, deployment, at: time.now(), restore, newestDurable }));
    this.#create(id, wanted).begin(restore);
  }

  #create(id: JobId, wanted: ApplicationJob): Job {
    const { cluster, time, store } = this.#at;
    const progress = new Progress();
    const scale = new Scale(wanted.scheduler, wanted.vertices);
    const job: Job = new Job({
      ...wanted,
      id,
      time,
      progress,
      scale,
      checkpoints: this.#coordinator(id, wanted.checkpoints, progress),
      slots: () => cluster.slots,
      isThere: (path) => store.find(path) !== undefined,
      processing: (runs) => cluster.watchProcessing(this.#parts.jobManager, id, runs),
      changed: () => this.#changed(job, wanted),
    });
    this.#jobs.set(id, job);
    return job;
  }

  #coordinator(jobId: JobId, settings: CheckpointSettings, progress: Progress): CheckpointCoordinator {
    const { cluster, clusterId, configuration, store, time, version } = this.#at;
    return new CheckpointCoordinator({
      time,
      store,
      settings,
      jobId,
      cluster: cluster.name,
      flinkVersion: version.text,
      ha: this.#parts.ha,
      haStorage: `${configuration.get("high-availability.storageDir")}/${clusterId}`,
      count: () => progress.at(time.now()),
      fate: (kind) => cluster.fateOf(kind),
      exceeded: (stackTrace) => this.#jobs.get(jobId)?.failTask(stackTrace),
    });
  }

  #changed(job: Job, wanted: ApplicationJob): void {
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
