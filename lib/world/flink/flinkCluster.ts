import type { JobId, JobState } from "../../core/flink.ts";
import type { JobManager } from "./jobManager.ts";
import type { TaskManager } from "./taskManager.ts";

/** What must never happen, told to whoever watches. */
export type Violation = (what: string) => void;

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

  constructor(name: string, violation: Violation) {
    this.name = name;
    this.#violation = violation;
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
}
