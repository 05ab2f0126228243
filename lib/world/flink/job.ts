import type { JobException, JobState, ResourceRequirements } from "../../core/flink.ts";
import type { Instant, Millis } from "../../core/time.ts";
import { delays } from "../delays.ts";
import { ExceptionHistory } from "./exceptionHistory.ts";
import type { JobParts } from "./jobParts.ts";
import type { OperationEnd } from "./operations.ts";
import { type Restore, stateIsGone } from "./restore.ts";
import { Steps } from "./steps.ts";
import { inconsistentAfterStop, stoppedHalfway } from "./stopFailures.ts";
import type { TaskState } from "./taskStates.ts";

const terminal: ReadonlySet<JobState> = new Set(["FINISHED", "CANCELED", "FAILED"]);

/** One job of a JobManager, from INITIALIZING to its end. */
export class Job {
  readonly parts: JobParts;
  readonly startTime: Instant;
  #state: JobState = "INITIALIZING";
  #tasks: TaskState = "created";
  #endTime: Instant | undefined;
  readonly #failures = new ExceptionHistory();
  #restarts = 0;
  #isResultOnly = false;
  /** Whether it has begun to ask for slots. */
  #asks = false;
  readonly #steps: Steps;

  constructor(parts: JobParts) {
    this.parts = parts;
    this.startTime = parts.time.now();
    this.#steps = new Steps(parts.time);
  }

  get state(): JobState {
    return this.#state;
  }

  get endTime(): Instant | undefined {
    return this.#endTime;
  }

  get taskState(): TaskState {
    return this.#tasks;
  }

  get exceptions(): readonly JobException[] {
    return this.#failures.all;
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
    if (restore.kind === "failed") return this.#steps.after(delays.jobStep, () => this.failForGood(restore.because));
    if (restore.kind !== "nothing") {
      const { snapshot } = restore;
      this.parts.progress.restore(snapshot.count);
      this.parts.checkpoints.restored(snapshot, this.parts.claims);
    }
    this.#steps.after(delays.jobStep, () => this.#become("CREATED"));
    this.#steps.after((delays.jobStep * 2) as Millis, () => this.#schedule());
  }

  /** Slots that it asks for. */
  get demand(): number {
    return this.#asks && !this.isOver ? this.parts.scale.wanted : 0;
  }

  /** TaskManagers have come or gone, or other numbers of them are wanted. */
  slotsChanged(): void {
    const { scale } = this.parts;
    const slots = this.parts.slots();
    if (this.#waits) return this.#offered(slots);
    if (this.#state !== "RUNNING") return;
    if (slots < scale.slots) this.#fail("java.util.concurrent.TimeoutException: Heartbeat of TaskManager timed out.");
    else if (scale.wouldChange(slots)) this.#steps.after(delays.rescale, () => this.#rescale());
  }

  /** Returns what is wrong with the requirements. */
  require(requirements: ResourceRequirements): string | undefined {
    const because = this.parts.scale.require(requirements);
    if (because !== undefined) return because;
    this.parts.changed();
    this.slotsChanged();
    return undefined;
  }

  cancel(): void {
    if (this.isOver || this.#state === "CANCELLING") return;
    this.#steps.forget();
    this.#become("CANCELLING", "canceling");
    this.#steps.after(delays.jobCancel, () => this.#end("CANCELED", "canceled"));
  }

  finish(): void {
    if (!this.isOver) this.#end("FINISHED", "finished");
  }

  /** Fails for good, whatever the restart strategy. */
  failForGood(stackTrace: string): void {
    if (this.isOver) return;
    this.#failures.add(stackTrace, this.parts.time.now());
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
    this.#steps.forget();
    if (this.isOver) return;
    this.parts.progress.pause(this.parts.time.now());
    this.parts.checkpoints.over("SUSPENDED");
  }

  /** As a JobManager shows a job whose result is all that it knows of it. */
  showResult(state: JobState): void {
    this.#isResultOnly = true;
    this.#endTime = this.startTime;
    this.#state = state;
  }

  /** The adaptive scheduler waits for slots before it makes tasks, the default one with tasks that are scheduled. */
  get #waits(): boolean {
    return this.#asks && (this.#state === "CREATED" || (this.#state === "RUNNING" && this.#tasks === "scheduled"));
  }

  #schedule(): void {
    this.#asks = true;
    if (this.parts.scale.isAdaptive) this.#become("CREATED", "created");
    else this.#become("RUNNING", "scheduled");
    this.slotsChanged();
  }

  #offered(slots: number): void {
    const { scale } = this.parts;
    if (!scale.isEnough(slots)) return;
    if (scale.scheduler !== "adaptive" || slots >= scale.wanted) return this.#deploy();
    // More may come: jobmanager.adaptive-scheduler.resource-stabilization-timeout
    this.#steps.after(delays.rescale, () => {
      if (this.#waits && scale.isEnough(this.parts.slots())) this.#deploy();
    });
  }

  #deploy(): void {
    this.#steps.forget();
    this.parts.scale.take(this.parts.slots());
    if (this.parts.scale.isAdaptive) this.#become("RUNNING", "scheduled");
    this.#steps.after(delays.taskStep, () => this.#become("RUNNING", "deploying"));
    this.#steps.after((delays.taskStep * 2) as Millis, () => this.#run());
  }

  #rescale(): void {
    if (!this.#processes || !this.parts.scale.wouldChange(this.parts.slots())) return;
    this.#steps.forget();
    this.#become("RESTARTING", "canceled");
    this.#steps.after(delays.jobRestart, () => this.#restart());
  }

  #run(): void {
    const from = this.parts.checkpoints.latest;
    if (from !== undefined && !this.parts.isThere(from.path)) return this.#fail(stateIsGone(from.path));
    this.#become("RUNNING", "running");
    this.slotsChanged();
  }

  #fail(stackTrace: string): void {
    this.#failures.add(stackTrace, this.parts.time.now());
    const { scale, slots, released } = this.parts;
    if (slots() < scale.held && scale.release()) released();
    if (!this.parts.restarts) return this.#end("FAILED", "failed");
    this.#steps.forget();
    this.#become("RESTARTING", "canceled");
    this.#steps.after(delays.jobRestart, () => this.#restart());
  }

  #restart(): void {
    const { checkpoints, progress } = this.parts;
    this.#restarts += 1;
    progress.restore(checkpoints.latest?.count ?? 0);
    if (checkpoints.latest !== undefined) checkpoints.showRestored(checkpoints.latest);
    this.#schedule();
  }

  #end(state: JobState, tasks: TaskState): void {
    this.#steps.forget();
    this.#endTime = this.parts.time.now();
    this.#become(state, tasks);
    this.parts.checkpoints.over(state);
    if (this.parts.scale.release()) this.parts.released();
  }

  #become(state: JobState, tasks: TaskState = this.#tasks): void {
    const processed = this.#processes;
    this.#state = state;
    this.#tasks = tasks;
    if (this.#processes !== processed) this.#turned(this.#processes);
    this.parts.changed();
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
}
