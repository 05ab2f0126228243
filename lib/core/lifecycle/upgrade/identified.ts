import type { KnownState, StopIntent } from "../../../api/resources/journal.ts";
import type { Checkpoints } from "../../flink.ts";

/** The savepoint of a stop, known by its path alone: Flink names no id under a trigger id, and tells of it some seconds later in a list. */
export const isUnidentified = ({ verified, checkpointId }: KnownState): boolean =>
  verified && checkpointId === undefined;

/** The state with the id that the list of its job's checkpoints has for its path. */
export function identified(state: KnownState, checkpoints: Checkpoints | undefined): KnownState {
  if (checkpoints?.kind !== "enabled" || !isUnidentified(state)) return state;
  const { savepoint, completed, restored } = checkpoints;
  const found = [savepoint, completed, restored].find((one) => one?.path === state.path);
  return found === undefined ? state : { ...state, checkpointId: found.id };
}

/**
 * The JobManager that took it is gone, and the next one's list has no path of it. It is newer than what that one began with and than what was
 * known before the stop, and older than all that comes: the least such id orders it rightly.
 */
export function fromBefore(state: KnownState, intent: StopIntent, checkpoints: Checkpoints | undefined): KnownState {
  if (state.jobId !== intent.jobId) return state;
  const known = identified(state, checkpoints);
  if (checkpoints?.kind !== "enabled" || !isUnidentified(known)) return known;
  const least = Math.max(checkpoints.restored?.id ?? 0, intent.newestCheckpoint ?? 0) + 1;
  return { ...known, checkpointId: least };
}
