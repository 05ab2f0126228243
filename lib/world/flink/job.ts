import type { JobException, JobId, JobOverview, JobState } from "../../core/flink.ts";
import type { Instant, Millis } from "../../core/time.ts";
import { delays } from "../delays.ts";
import type { CheckpointCoordinator } from "./checkpointCoordinator.ts";
import type { OperationEnd } from "./operations.ts";
import type { Progress } from "./progress.ts";
import { type Restore, stateIsGone } from "./restore.ts";
import { inconsistentAfterStop, stoppedHalfway } from "./stopFailures.ts";
import { taskCounts, type TaskState } from "./taskStates.ts";
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
  readonly progress: Progress;
  readonly checkpoints: CheckpointCoordinator;
  /** A restored savepoint or checkpoint becomes Flink's own to delete (claim mode CLAIM). */
  readonly claims: boolean;
  /** Whether the files of a snapshot are still there. */
  readonly isThere: (path: string) => boolean;
  /** Called when all tasks run, and when not any more. */
  readonly processing: (runs: boolean) => void;
  /** Called after every change of state. */
  readonly changed: (job: Job) => void;
}

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
  #restarts = 0;
  #isResultOnly = false;
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

  /** How often it was started again after a failure. */
  get restarts(): number {
    return this.#restarts;
  }

  get count(): number {
    return this.parts.progress.at(this.parts.time.now());
  }

  get #processes(): boolean {
    return this.#state === "RUNNING" && this.#tasks === "running";
  }

  /** It ended under an earlier JobManager, and nothing else of it is known. */
  get isResultOnly(): boolean {
    return this.#isResultOnly;
  }

  begin(restore: Restore): void {
    if (restore.kind === "failed") return this.#later(delays.jobStep, () => this.failForGood(restore.because));
    if (restore.kind !== "nothing") {
      const { snapshot } = restore;
      this.parts.progress.restore(snapshot.count);
      this.parts.checkpoints.restored(snapshot, this.parts.claims);
    }
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

  /** One of its tasks throws: it is for the restart strategy to answer. */
  failTask(stackTrace: string): void {
    if (!this.isOver) this.#fail(stackTrace);
  }

  /** Takes a savepoint and ends with it. */
  stopWithSavepoint(directory: string, end: (how: OperationEnd) => void): void {
    this.parts.checkpoints.trigger("stop", directory, (taken) => {
      if (taken.kind === "failed") return end(taken);
      const { path } = taken.snapshot;
      if (taken.failsOver) {
        end({ kind: "failed", because: stoppedHalfway(path, this.parts.id) });
        return this.#fail(inconsistentAfterStop);
      }
      this.#end("FINISHED", "finished");
      end({ kind: "completed", result: { location: path } });
    });
  }

  /** Its JobManager is gone: nothing happens to it any more, and nobody is told. */
  stop(): void {
    this.#newPlan();
    if (this.isOver) return;
    this.parts.progress.pause(this.parts.time.now());
    this.parts.checkpoints.over("SUSPENDED");
  }

  overview(): JobOverview {
    return {
      id: this.parts.id,
      name: this.parts.name,
      state: this.#state,
      startTime: this.startTime,
      endTime: this.#endTime ?? -1,
      tasks: taskCounts(this.#tasks, this.parts.parallelism * vertices),
    };
  }

  /** As a JobManager shows a job whose result is all that it knows of it. */
  showResult(state: JobState): void {
    this.#isResultOnly = true;
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
    this.#later((delays.taskStep * 2) as Millis, () => this.#run());
  }

  #run(): void {
    const from = this.parts.checkpoints.latest;
    if (from !== undefined && !this.parts.isThere(from.path)) return this.#fail(stateIsGone(from.path));
    this.#become("RUNNING", "running");
  }

  #fail(stackTrace: string): void {
    this.#remember(stackTrace);
    if (!this.parts.restarts) return this.#end("FAILED", "failed");
    this.#newPlan();
    this.#become("RESTARTING", "canceled");
    this.#later(delays.jobRestart, () => this.#restart());
  }

  #restart(): void {
    const { checkpoints, progress } = this.parts;
    this.#restarts += 1;
    progress.restore(checkpoints.latest?.count ?? 0);
    if (checkpoints.latest !== undefined) checkpoints.showRestored(checkpoints.latest);
    this.#schedule();
  }

  #remember(stackTrace: string): void {
    this.#exceptions = [{ at: this.parts.time.now(), stackTrace, task: undefined }, ...this.#exceptions].slice(0, 16);
  }

  #end(state: JobState, tasks: TaskState): void {
    this.#newPlan();
    this.#endTime = this.parts.time.now();
    this.#become(state, tasks);
    this.parts.checkpoints.over(state);
  }

  #become(state: JobState, tasks: TaskState = this.#tasks): void {
    const processed = this.#processes;
    this.#state = state;
    this.#tasks = tasks;
    if (this.#processes !== processed) this.#turned(this.#processes);
    this.parts.changed(this);
  }

  #turned(runs: boolean): void {
    const { progress, checkpoints, time, processing } = this.parts;
    if (runs) {
      progress.run(time.now());
      checkpoints.start();
    } else {
      progress.pause(time.now());
      checkpoints.suspend();
    }
    processing(runs);
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
