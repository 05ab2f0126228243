import type { KnownState } from "../../../api/resources/journal.ts";
import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { RestoreFrom } from "../../configuration/wantedCluster.ts";
import type { HaView } from "../seen.ts";
import type { HaMetadata } from "./haMetadata.ts";
import { stateText } from "./newestState.ts";

export type RestorePoint =
  | { readonly kind: "from"; readonly restoreFrom: RestoreFrom; readonly because: string }
  | { readonly kind: "doubt"; readonly because: string };

/** What a restore rests on. */
export interface Restore {
  /** How the last job was ended. */
  readonly upgradeMode: UpgradeMode;
  readonly known: KnownState | undefined;
  readonly ha: HaMetadata;
  readonly haKind: HaView["kind"];
  readonly jobId: string | undefined;
}

const nothing = (because: string): RestorePoint => ({ kind: "from", restoreFrom: { kind: "nothing" }, because });
const lastState: RestorePoint = {
  kind: "from",
  restoreFrom: { kind: "lastState" },
  because: "restoring the last checkpoint of the HA metadata",
};
const known = (state: KnownState): RestorePoint => ({
  kind: "from",
  restoreFrom: { kind: "savepoint", path: state.path },
  because: `restoring ${stateText(state)}`,
});

/** From which state the next cluster starts: never from older state than the newest that is known. */
export function restorePoint(restore: Restore): RestorePoint {
  const { upgradeMode, known: state } = restore;
  if (upgradeMode === "stateless") return nothing("starting empty, as the spec asks for");
  if (isNewerInHa(restore)) return lastState;
  if (upgradeMode === "savepoint") return state === undefined ? nothing("the job had no state") : known(state);
  return fromHa(restore);
}

/** The metadata of the last job is newer than any state of a job before it; within one job, ids tell. */
function isNewerInHa({ ha, known: state, jobId, upgradeMode }: Restore): boolean {
  if (typeof ha !== "object" || ha.checkpointId === undefined) return false;
  if (state === undefined || state.jobId !== jobId) return true;
  // What a job left behind at its end may be of another version of Flink; the path of the same checkpoint is good for any.
  if (upgradeMode === "savepoint" && ha.checkpointId === state.checkpointId) return false;
  // A savepoint with which the job was stopped, or a state that the user has named since.
  return state.checkpointId !== undefined && ha.checkpointId >= state.checkpointId;
}

function fromHa({ ha, haKind, known: state, jobId }: Restore): RestorePoint {
  // Flink looks there itself, and fails the job where there is nothing.
  if (haKind === "elsewhere") return lastState;
  if (typeof ha !== "object") {
    return { kind: "doubt", because: "HA metadata is not available to restore from last state." };
  }
  if (ha.checkpointId !== undefined) return state === undefined ? lastState : known(state);
  const isOfThisJob = state !== undefined && state.jobId === jobId && state.kind === "checkpoint";
  if (isOfThisJob) {
    return {
      kind: "doubt",
      because: `the HA metadata of job ${jobId} names no checkpoint any more, although it had one.`,
    };
  }
  return state === undefined ? nothing("the job has completed no checkpoint yet") : known(state);
}
