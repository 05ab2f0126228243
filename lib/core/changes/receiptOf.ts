import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangesProgress, FrozenReceipt } from "../../api/resources/changesJournal.ts";
import { rfc3339, type Instant } from "../time.ts";
import type { Verdict } from "./judged.ts";

/** What will be told of a change for ever. What was measured belongs to it only where it came to be deployed. */
export function receiptOf(
  note: ChangeNote,
  { result, cause, supersededBy, state }: Verdict,
  progress: ChangesProgress,
  now: Instant,
): FrozenReceipt {
  const { id, action, by, from, to, requestedAt, at } = note;
  return {
    changeId: id,
    action,
    by,
    result,
    from,
    to,
    ...(requestedAt === undefined ? {} : { requestedAt }),
    acceptedAt: at,
    completedAt: rfc3339(now),
    attempts: 0,
    ...(state === undefined ? {} : { state }),
    ...(isMeasured(note, result) ? measured(progress, to.generation) : {}),
    ...(supersededBy === undefined ? {} : { supersededBy }),
    ...(cause === undefined ? {} : { cause }),
  };
}

const isMeasured = ({ snapshot }: ChangeNote, result: Verdict["result"]): boolean =>
  snapshot === undefined && (result === "succeeded" || result === "failed");

type Measured = Partial<Pick<FrozenReceipt, "state" | "attempts" | "downtimeSeconds">>;

function measured({ deployment, downSeconds }: ChangesProgress, generation: number): Measured {
  return {
    ...(deployment?.generation === generation ? { attempts: deployment.attempts, state: deployment.state } : {}),
    ...(downSeconds === undefined ? {} : { downtimeSeconds: downSeconds }),
  };
}
