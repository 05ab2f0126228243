import type { JobId, JobState } from "../../core/flink.ts";
import { hash } from "../controllers/events.ts";
import type { CheckpointSettings } from "./checkpointSettings.ts";
import type { HighAvailability } from "./highAvailability.ts";
import type { Snapshot, StateStore } from "./stateStore.ts";

export interface CompletedCheckpointsParts {
  readonly jobId: JobId;
  readonly settings: CheckpointSettings;
  readonly store: StateStore;
  readonly ha: HighAvailability | undefined;
  /** Where HA keeps its files, with the cluster id. */
  readonly haStorage: string;
}

interface Entry {
  readonly snapshot: Snapshot;
  /** Flink deletes it when it is not needed any more. */
  readonly owned: boolean;
}

/** The checkpoints that a job can go back to, with HA also after its JobManager is gone (org.apache.flink.runtime.checkpoint.CompletedCheckpointStore). */
export class CompletedCheckpoints {
  readonly #parts: CompletedCheckpointsParts;
  #entries: readonly Entry[];
  /** Without HA. */
  #counter = 1;

  constructor(parts: CompletedCheckpointsParts) {
    this.#parts = parts;
    const kept = parts.ha?.checkpoints(parts.jobId) ?? [];
    const snapshots = kept.flatMap(({ file }) => parts.store.described(file) ?? []);
    this.#entries = snapshots.map((snapshot) => ({
      snapshot,
      owned: snapshot.jobId === parts.jobId && !snapshot.isSavepoint,
    }));
  }

  get latest(): Snapshot | undefined {
    return this.#entries.at(-1)?.snapshot;
  }

  /** Makes its files durable. */
  write(snapshot: Snapshot): void {
    this.#parts.store.put(snapshot);
  }

  /** Off when somebody took HA metadata away. */
  canStore(): boolean {
    return this.#parts.ha?.knows(this.#parts.jobId) !== false;
  }

  add(snapshot: Snapshot, owned: boolean): void {
    const { ha, jobId, haStorage, settings, store } = this.#parts;
    const file = `${haStorage}/completedCheckpoint${hash(snapshot.path).slice(0, 12)}`;
    if (ha !== undefined) {
      store.describe(file, snapshot);
      ha.keep(jobId, { id: snapshot.id, file });
    }
    this.#entries = [...this.#entries, { snapshot, owned }];
    const surplus = this.#entries.slice(0, Math.max(0, this.#entries.length - settings.retained));
    this.#entries = this.#entries.slice(surplus.length);
    for (const entry of surplus) {
      ha?.subsume(jobId, entry.snapshot.id);
      if (entry.owned) store.discard(entry.snapshot.path);
    }
  }

  /** `undefined` when HA metadata was taken away. */
  nextId(): number | undefined {
    const { ha, jobId } = this.#parts;
    const next = ha === undefined ? this.#counter : ha.nextCheckpoint(jobId);
    if (next !== undefined) this.#countTo(next + 1);
    return next;
  }

  /** Ids count up across restores. */
  countFrom(id: number): void {
    const { ha, jobId } = this.#parts;
    this.#countTo(Math.max(id, ha?.nextCheckpoint(jobId) ?? this.#counter));
  }

  shutDown(state: JobState): void {
    const { ha, settings, store } = this.#parts;
    if (state === "SUSPENDED" && ha !== undefined) return;
    const kept = (settings.keptWhen as readonly JobState[]).includes(state);
    for (const { snapshot, owned } of this.#entries)
      if (owned && (!kept || !snapshot.addressable)) store.discard(snapshot.path);
    this.#entries = [];
  }

  #countTo(next: number): void {
    this.#counter = next;
    this.#parts.ha?.countTo(this.#parts.jobId, next);
  }
}
