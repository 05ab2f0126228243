import type { KnownState, StopIntent } from "../../../api/resources/journal.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";

/** The savepoint of the announced stop, where it was seen to be complete. */
export function stoppedWith(seen: Seen, intent: StopIntent): KnownState | undefined {
  const known = newestKnown(seen);
  if (intent.way !== "savepoint" || known?.kind !== "savepoint" || known.jobId !== intent.jobId) return undefined;
  return isSince(known, intent) ? known : undefined;
}

/**
 * By ids, as Flink's clock is not ours. What Flink named under the trigger id, and whose id it has not told yet, was stamped by our clock; and
 * a journal of before tells of nothing but times.
 */
const isSince = ({ checkpointId, at }: KnownState, { newestCheckpoint, at: asked }: StopIntent): boolean =>
  checkpointId !== undefined && newestCheckpoint !== undefined ? checkpointId > newestCheckpoint : at >= asked;
