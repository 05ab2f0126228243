import type { UsedState } from "../../api/resources/changesJournal.ts";
import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { VerdictRule } from "./judged.ts";
import { troubleOf } from "./troubleOf.ts";

/** What has become of the savepoint that was asked for. Its resource is made before it is noted: where it is missing it was deleted. */
export const savepointTaken: VerdictRule = ({ id }, { snapshots }) => {
  const look = snapshots.get(id);
  if (look === undefined || look.kind === "notSeen") return undefined;
  if (look.kind === "missing") return { result: "failed", cause: "its FlinkStateSnapshot was deleted" };
  const { state, conditions } = look.snapshot.status;
  if (state === "COMPLETED") return { result: "succeeded", state: taken(look.snapshot) };
  return state === "FAILED" || state === "ABANDONED" ? { result: "failed", cause: troubleOf(conditions) } : undefined;
};

const taken = ({ status: { path, resultTimestamp } }: FlinkStateSnapshot): UsedState => ({
  kind: "savepoint",
  ...(path === undefined ? {} : { path }),
  ...(resultTimestamp === undefined ? {} : { takenAt: resultTimestamp }),
});
