import type { Instant } from "../../core/time.ts";
import type { Snapshot } from "./stateStore.ts";

/** `stop` is the savepoint that a job ends with. */
export type CheckpointKind = "checkpoint" | "savepoint" | "stop";

export interface Checkpoint {
  readonly id: number;
  readonly kind: CheckpointKind;
  readonly triggeredAt: Instant;
  readonly state: "IN_PROGRESS" | "COMPLETED" | "FAILED";
  readonly endedAt?: Instant;
  readonly snapshot?: Snapshot;
  /** The stack trace. */
  readonly because?: string;
}

export interface Restored {
  readonly snapshot: Snapshot;
  readonly at: Instant;
}

/** What REST tells of the checkpoints of a job; lost with its JobManager. */
export class CheckpointHistory {
  readonly #limit: number;
  #checkpoints: readonly Checkpoint[] = [];
  #completed: Checkpoint | undefined;
  #savepoint: Checkpoint | undefined;
  #failed: Checkpoint | undefined;
  #restored: Restored | undefined;
  #counts = { restored: 0, total: 0, completed: 0, failed: 0 };

  /** More than so many are forgotten. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  put(checkpoint: Checkpoint): void {
    const { id, state, kind } = checkpoint;
    const known = this.find(id) !== undefined;
    if (!known) this.#counts = { ...this.#counts, total: this.#counts.total + 1 };
    const next = known
      ? this.#checkpoints.map((each) => (each.id === id ? checkpoint : each))
      : [checkpoint, ...this.#checkpoints];
    this.#checkpoints = next.filter((each, at) => at < this.#limit || each.state === "IN_PROGRESS");
    if (state === "COMPLETED") {
      this.#counts = { ...this.#counts, completed: this.#counts.completed + 1 };
      if (kind === "checkpoint") this.#completed = checkpoint;
      else this.#savepoint = checkpoint;
    }
    if (state !== "FAILED") return;
    this.#counts = { ...this.#counts, failed: this.#counts.failed + 1 };
    this.#failed = checkpoint;
  }

  restored(restored: Restored): void {
    this.#restored = restored;
    this.#counts = { ...this.#counts, restored: this.#counts.restored + 1 };
  }

  find(id: number): Checkpoint | undefined {
    return this.#checkpoints.find((each) => each.id === id);
  }

  /** Newest first. */
  get recent(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  get inProgress(): readonly Checkpoint[] {
    return this.#checkpoints.filter(({ state }) => state === "IN_PROGRESS");
  }

  get counts(): Readonly<Record<"restored" | "total" | "in_progress" | "completed" | "failed", number>> {
    return { ...this.#counts, in_progress: this.inProgress.length };
  }

  /** The newest of each sort. */
  get latest(): {
    readonly completed: Checkpoint | undefined;
    readonly savepoint: Checkpoint | undefined;
    readonly failed: Checkpoint | undefined;
    readonly restored: Restored | undefined;
  } {
    return {
      completed: this.#completed,
      savepoint: this.#savepoint,
      failed: this.#failed,
      restored: this.#restored,
    };
  }
}
