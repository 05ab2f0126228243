import type { HighAvailability } from "./highAvailability.ts";
import type { JobId } from "../../core/flink.ts";
import type { Snapshot, StateStore } from "./stateStore.ts";

/** What a job begins from. */
export type Restore =
  | { readonly kind: "nothing" }
  /** HA metadata named it. */
  | { readonly kind: "ha"; readonly snapshot: Snapshot }
  /** Configuration or command line named it. */
  | { readonly kind: "path"; readonly snapshot: Snapshot }
  | { readonly kind: "failed"; readonly because: string };

export interface RestoreParts {
  readonly store: StateStore;
  readonly ha: HighAvailability | undefined;
  readonly jobId: JobId;
  /** What the job was told to start from. */
  readonly path: string | undefined;
  readonly ignoresUnclaimed: boolean;
}

/** HA metadata goes first; only when it holds no checkpoint is the path looked at (org.apache.flink.runtime.scheduler.DefaultExecutionGraphFactory). */
export function restoreOf({ store, ha, jobId, path, ignoresUnclaimed }: RestoreParts): Restore {
  const newest = ha?.checkpoints(jobId).at(-1);
  if (newest !== undefined) {
    const snapshot = store.described(newest.file);
    return snapshot === undefined ? failed(unreadable(newest.id)) : { kind: "ha", snapshot };
  }
  if (path === undefined) return { kind: "nothing" };
  const snapshot = store.find(path);
  if (snapshot === undefined || !snapshot.addressable) return failed(notFound(path));
  const { unclaimed } = snapshot;
  if (unclaimed !== undefined && !ignoresUnclaimed) return failed(unmapped(path, unclaimed));
  return { kind: "path", snapshot };
}

const failed = (because: string): Restore => ({
  kind: "failed",
  because: `org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.\nCaused by: java.util.concurrent.CompletionException: java.lang.RuntimeException: ${because}`,
});

const unreadable = (id: number): string =>
  `org.apache.flink.util.FlinkException: Could not retrieve checkpoint ${id} from state handle under checkpointID-${String(id).padStart(19, "0")}. This indicates that the retrieved state handle is broken.`;

function notFound(path: string): string {
  const scheme = /^([a-z0-9]+):\/\//.exec(path)?.[1] ?? "file";
  return `java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory '${path}' on file system '${scheme}'.`;
}

/** org.apache.flink.runtime.checkpoint.Checkpoints.loadAndValidateCheckpoint */
const unmapped = (path: string, operator: string): string =>
  `java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint ${path}. Cannot map checkpoint/savepoint state for operator ${operator} to the new program, because the operator is not available in the new program. If you want to allow to skip this, you can set the --allowNonRestoredState option on the CLI.`;

/** What tasks say when the state is not where a checkpoint says. */
export const stateIsGone = (path: string): string =>
  `java.lang.Exception: Exception while creating StreamOperatorStateContext.\nCaused by: java.io.FileNotFoundException: File does not exist: ${path}`;
