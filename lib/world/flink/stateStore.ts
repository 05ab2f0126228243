import type { JobId } from "../../core/flink.ts";
import type { Instant } from "../../core/time.ts";

/** A checkpoint or savepoint that lies in durable storage. */
export interface Snapshot {
  readonly path: string;
  /** `<namespace>/<cluster id>` of the Flink cluster that took it. */
  readonly cluster: string;
  readonly jobId: JobId;
  /** `pipeline.name` of the job that took it. */
  readonly jobName?: string;
  /** The checkpoint id; counts up across restores. */
  readonly id: number;
  /** What the job had counted to. */
  readonly count: number;
  readonly isSavepoint: boolean;
  readonly flinkVersion: string;
  readonly createdAt: Instant;
  /** Off for what lies in HA storage only: no other job can be started from it. */
  readonly addressable: boolean;
  /** An operator whose state it holds, and that the program does not have any more. */
  readonly unclaimed?: string;
}

/** The file system or bucket that the Flink clusters of a spoke share. Outlives all of them. */
export class StateStore {
  readonly #snapshots = new Map<string, Snapshot>();
  /** Of files in HA storage, which hold the description of a checkpoint but not its state. */
  readonly #described = new Map<string, Snapshot>();

  /** Oldest first. */
  get snapshots(): readonly Snapshot[] {
    return [...this.#snapshots.values()];
  }

  put(snapshot: Snapshot): void {
    this.#snapshots.delete(snapshot.path);
    this.#snapshots.set(snapshot.path, snapshot);
  }

  /** A path may name the directory or the `_metadata` file in it. */
  find(path: string): Snapshot | undefined {
    return this.#snapshots.get(path.replace(/\/(_metadata)?$/, ""));
  }

  discard(path: string): void {
    this.#snapshots.delete(path.replace(/\/(_metadata)?$/, ""));
  }

  /** The newest state that a cluster left and that is still there; of one of its jobs where its name is given. */
  newestOf(cluster: string, jobName?: string): Snapshot | undefined {
    const isOfJob = (snapshot: Snapshot): boolean => jobName === undefined || snapshot.jobName === jobName;
    return this.snapshots.findLast((snapshot) => snapshot.cluster === cluster && isOfJob(snapshot));
  }

  describe(file: string, snapshot: Snapshot): void {
    this.#described.set(file, snapshot);
  }

  /** What a file in HA storage describes; its state may be gone. */
  described(file: string): Snapshot | undefined {
    return this.#described.get(file);
  }
}
