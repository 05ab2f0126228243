import type { JobException, JobId, JobOverview, JobState } from "../../core/flink.ts";
import type { Instant, Millis } from "../../core/time.ts";
import { delays } from "../delays.ts";
import type { Timeline } from "../simulation/timeline.ts";

export interface JobParts {
  readonly id: JobId;
  readonly name: string;
  readonly parallelism: number;
  /** Whether a failure of its tasks is answered with a restart (without a restart strategy Flink fails the job). */
  readonly restarts: boolean;
  readonly time: Timeline;
  /** Slots of all TaskManagers that are there. */
  readonly slots: () => number;
  /** Called after every change of state. */
  readonly changed: (job: Job) => void;
}

type TaskState = "created" | "scheduled" | "deploying" | "running" | "finished" | "canceling" | "canceled" | "failed";

const terminal: ReadonlySet<JobState> = new Set(["FINISHED", "CANCELED", "FAILED"]);

/** A source and a sink. */
const vertices = 2;

/** One job of a JobManager, from INITIALIZING to its end. */
export class Job {
  readonly parts: JobParts;
  readonly startTime: Instant;
  #state: JobState = "INITIALIZING";
  #tasks: TaskState = "created";
  #endTime: Instant | undefined;
  #exceptions: readonly JobException[] = [];
  /** Steps that were planned before the last change of plan do not happen. */
  #plan = 0;

  constructor(parts: JobParts) {
    this.parts = parts;
    this.startTime = parts.time.now();
  }

  get state(): JobState {
    return this.#state;
  }

  get exceptions(): readonly JobException[] {
    return this.#exceptions;
  }

  get isOver(): boolean {
    return terminal.has(this.#state);
  }

  begin(): void {
    this.#later(delays.jobStep, () => this.#become("CREATED"));
    this.#later((delays.jobStep * 2) as Millis, () => this.#schedule());
  }

  /** TaskManagers have come or gone. */
  slotsChanged(): void {
    if (this.#state !== "RUNNING") return;
    const enough = this.parts.slots() >= this.parts.parallelism;
    if (this.#tasks === "scheduled" && enough) this.#deploy();
    if ((this.#tasks === "deploying" || this.#tasks === "running") && !enough)
      this.#fail("java.util.concurrent.TimeoutException: Heartbeat of TaskManager timed out.");
  }

  cancel(): void {
    if (this.isOver || this.#state === "CANCELLING") return;
    this.#newPlan();
    this.#become("CANCELLING", "canceling");
    this.#later(delays.jobCancel, () => this.#end("CANCELED", "canceled"));
  }

  finish(): void {
    if (!this.isOver) this.#end("FINISHED", "finished");
  }

  /** Fails for good, whatever the restart strategy. */
  failForGood(stackTrace: string): void {
    if (this.isOver) return;
    this.#remember(stackTrace);
    this.#end("FAILED", "failed");
  }

  /** Its JobManager is gone: nothing happens to it any more, and nobody is told. */
  stop(): void {
    this.#newPlan();
  }

  overview(): JobOverview {
    const total = this.parts.parallelism * vertices;
    const counts = taskStates.map((state) => [state, state === this.#tasks ? total : 0] as const);
    return {
      id: this.parts.id,
      name: this.parts.name,
      state: this.#state,
      startTime: this.startTime,
      endTime: this.#endTime ?? -1,
      tasks: { total, ...Object.fromEntries(counts) },
    };
  }

  /** As a JobManager shows a job whose result is all that it knows of it. */
  showResult(state: JobState): void {
    this.#endTime = this.startTime;
    this.#state = state;
  }

  #schedule(): void {
    this.#become("RUNNING", "scheduled");
    this.slotsChanged();
  }

  #deploy(): void {
    this.#newPlan();
    this.#later(delays.taskStep, () => this.#become("RUNNING", "deploying"));
    this.#later((delays.taskStep * 2) as Millis, () => this.#become("RUNNING", "running"));
  }

  #fail(stackTrace: string): void {
    this.#remember(stackTrace);
    if (!this.parts.restarts) return this.#end("FAILED", "failed");
    this.#newPlan();
    this.#become("RESTARTING", "canceled");
    this.#later(delays.jobRestart, () => this.#schedule());
  }

  #remember(stackTrace: string): void {
    this.#exceptions = [{ at: this.parts.time.now(), stackTrace, task: undefined }, ...this.#exceptions].slice(0, 16);
  }

  #end(state: JobState, tasks: TaskState): void {
    this.#newPlan();
    this.#endTime = this.parts.time.now();
    this.#become(state, tasks);
  }

  #become(state: JobState, tasks: TaskState = this.#tasks): void {
    this.#state = state;
    this.#tasks = tasks;
    this.parts.changed(this);
  }

  #newPlan(): void {
    this.#plan += 1;
  }

  #later(delay: Millis, act: () => void): void {
    const plan = this.#plan;
    this.parts.time.after(delay, () => {
      if (plan === this.#plan) act();
    });
  }
}

const taskStates: readonly (TaskState | "reconciling" | "initializing")[] = [
  "created",
  "scheduled",
  "deploying",
  "running",
  "finished",
  "canceling",
  "canceled",
  "failed",
  "reconciling",
  "initializing",
];
