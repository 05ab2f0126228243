import type { JobId, JobState } from "../../core/flink.ts";
import type { Instant, Millis } from "../../core/time.ts";
import { hash } from "../controllers/events.ts";
import { delays } from "../delays.ts";
import type { Timeline } from "../simulation/timeline.ts";
import type { CheckpointSettings } from "./checkpointSettings.ts";
import { type Checkpoint, CheckpointHistory, type CheckpointKind } from "./checkpointHistory.ts";
import { CompletedCheckpoints, type CompletedCheckpointsParts } from "./completedCheckpoints.ts";
import type { SnapshotFate } from "./flinkCluster.ts";
import type { Snapshot } from "./stateStore.ts";

export interface CheckpointCoordinatorParts extends CompletedCheckpointsParts {
  readonly time: Timeline;
  readonly settings: CheckpointSettings;
  /** `<namespace>/<cluster id>` */
  readonly cluster: string;
  readonly jobId: JobId;
  readonly jobName: string;
  readonly flinkVersion: string;
  /** How far the job has counted. */
  readonly count: () => number;
  /** What is to become of the one that begins now, where a test has said so. */
  readonly fate: (kind: CheckpointKind) => SnapshotFate | undefined;
  /** More periodic checkpoints have failed in a row than the job tolerates. */
  readonly exceeded: (stackTrace: string) => void;
}

export type Taken =
  | { readonly kind: "completed"; readonly id: number; readonly snapshot: Snapshot; readonly failsOver: boolean }
  /** The stack trace. */
  | { readonly kind: "failed"; readonly because: string };

/** Takes the checkpoints and savepoints of one job while its tasks run (org.apache.flink.runtime.checkpoint.CheckpointCoordinator). */
export class CheckpointCoordinator {
  readonly history: CheckpointHistory;
  readonly #parts: CheckpointCoordinatorParts;
  readonly #completed: CompletedCheckpoints;
  readonly #pending = new Map<number, (taken: Taken) => void>();
  #active = false;
  #failuresInARow = 0;
  /** Periodic checkpoints that were planned before the last change of plan do not happen. */
  #plan = 0;

  constructor(parts: CheckpointCoordinatorParts) {
    this.#parts = parts;
    this.#completed = new CompletedCheckpoints(parts);
    this.history = new CheckpointHistory(parts.settings.history);
  }

  get settings(): CheckpointSettings {
    return this.#parts.settings;
  }

  /** What the job goes back to when it fails. */
  get latest(): Snapshot | undefined {
    return this.#completed.latest;
  }

  /** The job begins from this. Only what Flink owns, as its own checkpoints or what it was told to claim, does it discard. */
  restored(snapshot: Snapshot, owned: boolean): void {
    if (this.latest?.path !== snapshot.path) this.#completed.add(snapshot, owned);
    this.#completed.countFrom(snapshot.id + 1);
    this.showRestored(snapshot);
  }

  showRestored(snapshot: Snapshot): void {
    this.history.restored({ snapshot, at: this.#parts.time.now() });
  }

  /** All tasks run. */
  start(): void {
    this.#active = true;
    this.#planNext();
  }

  /** Not all tasks run any more: what is under way fails. */
  suspend(because = "Checkpoint Coordinator is suspending."): void {
    this.#active = false;
    this.#plan += 1;
    for (const id of this.#pending.keys()) this.#failed(id, exception(because));
  }

  /** The job has come to its end, or the JobManager has. */
  over(state: JobState): void {
    this.suspend();
    this.#completed.shutDown(state);
  }

  trigger(kind: CheckpointKind, directory: string | undefined, then: (taken: Taken) => void): void {
    if (!this.#active) return then({ kind: "failed", because: exception(notRunning) });
    const id = this.#completed.nextId();
    if (id === undefined) return then({ kind: "failed", because: exception("Failed to trigger checkpoint.") });
    const { time, settings, count, fate } = this.#parts;
    const seen: Checkpoint = { id, kind, triggeredAt: time.now(), state: "IN_PROGRESS" };
    this.history.put(seen);
    this.#pending.set(id, then);
    if (kind === "stop") this.#plan += 1;
    const told = fate(kind);
    const held = count();
    time.after(settings.timeout, () => this.#broke(id, exception("Checkpoint expired before completing.")));
    if (told?.kind === "hangs") return;
    time.after(kind === "checkpoint" ? delays.checkpoint : delays.savepoint, () => {
      if (told?.kind === "fails") this.#broke(id, told.because);
      else this.#complete(seen, this.#snapshot(seen, held, directory), told?.kind === "failsOver");
    });
  }

  #complete(seen: Checkpoint, snapshot: Snapshot, failsOver: boolean): void {
    const then = this.#pending.get(seen.id);
    if (then === undefined) return;
    if (!this.#completed.canStore())
      return this.#failed(seen.id, exception("Could not finalize the pending checkpoint."));
    this.#pending.delete(seen.id);
    this.#failuresInARow = 0;
    this.#completed.write(snapshot);
    // A savepoint that the job goes on after is nothing to recover from.
    if (seen.kind !== "savepoint") this.#completed.add(snapshot, seen.kind === "checkpoint");
    this.history.put({ ...seen, state: "COMPLETED", endedAt: this.#parts.time.now(), snapshot });
    then({ kind: "completed", id: seen.id, snapshot, failsOver });
  }

  /** By itself, not because the job stopped running: that is not tolerated for ever (CheckpointFailureManager). */
  #broke(id: number, because: string): void {
    const isPending = this.#pending.has(id);
    const isPeriodic = this.history.find(id)?.kind === "checkpoint";
    this.#failed(id, because);
    if (!isPending || !isPeriodic) return;
    this.#failuresInARow += 1;
    if (this.#failuresInARow <= this.#parts.settings.tolerated) return;
    this.#failuresInARow = 0;
    this.#parts.exceeded(`${tooMany}\nCaused by: ${because}`);
  }

  #failed(id: number, because: string): void {
    const then = this.#pending.get(id);
    const seen = this.history.find(id);
    if (then === undefined || seen === undefined) return;
    this.#pending.delete(id);
    this.history.put({ ...seen, state: "FAILED", endedAt: this.#parts.time.now(), because });
    if (seen.kind === "stop" && this.#active) this.#planNext();
    then({ kind: "failed", because });
  }

  #snapshot({ id, kind, triggeredAt }: Checkpoint, count: number, directory: string | undefined): Snapshot {
    const { cluster, jobId, jobName, flinkVersion, settings } = this.#parts;
    const isSavepoint = kind !== "checkpoint";
    const unique = hash(`${cluster} ${jobId} ${id} ${triggeredAt}`).slice(0, 12);
    const path = isSavepoint
      ? `${directory}/savepoint-${jobId.slice(0, 6)}-${unique}`
      : `${settings.directory ?? `memory:${cluster}`}/${jobId}/chk-${id}`;
    const addressable = isSavepoint || settings.directory !== undefined;
    const createdAt: Instant = this.#parts.time.now();
    return { path, cluster, jobId, jobName, id, count, isSavepoint, flinkVersion, createdAt, addressable };
  }

  #planNext(): void {
    const { interval } = this.#parts.settings;
    this.#plan += 1;
    const plan = this.#plan;
    if (interval !== undefined) this.#after(interval, plan);
  }

  #after(interval: Millis, plan: number): void {
    this.#parts.time.after(interval, () => {
      if (plan !== this.#plan) return;
      const waits = this.history.inProgress.some(({ kind }) => kind === "checkpoint");
      if (!waits) this.trigger("checkpoint", undefined, () => undefined);
      this.#after(interval, plan);
    });
  }
}

const notRunning =
  "Checkpoint triggering task Source: numbers (1/1) is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running.";

const tooMany =
  "org.apache.flink.util.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed.";

const exception = (message: string): string => `org.apache.flink.runtime.checkpoint.CheckpointException: ${message}`;
