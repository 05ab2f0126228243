import type { JobId, JobState } from "../../core/flink.ts";
import type { Instant } from "../../core/time.ts";
import type { Restore } from "./restore.ts";
import type { Snapshot } from "./stateStore.ts";

/** One start of a job by one JobManager. A restart after a failed task is the same incarnation. */
export interface Incarnation {
  readonly jobId: JobId;
  readonly jobName: string;
  /** Of the Deployment whose JobManager started it. */
  readonly deployment: string;
  readonly startedAt: Instant;
  /** How it came by its state. */
  readonly restore: Restore["kind"];
  readonly restoredFrom: string | undefined;
  /** What it counted on from; 0 when it began from nothing. */
  readonly restoredCount: number;
  /** Of the newest state of this cluster, in a session of the jobs of this name, that existed durably at that moment; 0 when there was none. */
  readonly newestDurableCount: number;
  readonly newestDurablePath: string | undefined;
  readonly endedAt: Instant | undefined;
  /** As last seen; SUSPENDED when its JobManager went before its end. */
  readonly state: JobState;
  /** What it had counted to when it ended; 0 before. */
  readonly endCount: number;
}

export interface Start {
  readonly jobId: JobId;
  readonly jobName: string;
  readonly deployment: string;
  readonly at: Instant;
  readonly restore: Restore;
  readonly newestDurable: Snapshot | undefined;
}

/** Every start of a job under one cluster id, oldest first. */
export class Incarnations {
  readonly #all: Incarnation[] = [];

  get all(): readonly Incarnation[] {
    return [...this.#all];
  }

  /** Returns how its later states are told. */
  begin({ jobId, jobName, deployment, at, restore, newestDurable }: Start): (change: Partial<Incarnation>) => void {
    const snapshot = "snapshot" in restore ? restore.snapshot : undefined;
    const index = this.#all.push({
      jobId,
      jobName,
      deployment,
      startedAt: at,
      restore: restore.kind,
      restoredFrom: snapshot?.path,
      restoredCount: snapshot?.count ?? 0,
      newestDurableCount: newestDurable?.count ?? 0,
      newestDurablePath: newestDurable?.path,
      endedAt: undefined,
      state: "INITIALIZING",
      endCount: 0,
    });
    return (change) => {
      const before = this.#all[index - 1];
      if (before !== undefined && before.endedAt === undefined) this.#all[index - 1] = { ...before, ...change };
    };
  }
}
