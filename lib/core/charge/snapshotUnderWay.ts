import type { Charge } from "../../api/charge.ts";
import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { KindName } from "../kubernetes.ts";

/** Whose job a snapshot may be of. */
interface Owner {
  readonly kind: KindName;
  readonly name: string;
  /** Who is in charge of it by now. */
  readonly was: Charge;
}

/**
 * The FlinkStateSnapshot of a resource that Flink was asked for and that is not at its end. One that nobody has begun waits for whoever comes.
 * Where we are not in charge only those count that our journal announces: others end theirs themselves.
 */
export function snapshotUnderWay(snapshots: readonly FlinkStateSnapshot[], { kind, name, was }: Owner) {
  const found = snapshots.find(({ spec: { jobReference }, status }) => {
    if (jobReference?.name !== name || (jobReference.kind ?? "FlinkDeployment") !== kind) return false;
    return status.state === "IN_PROGRESS" && (was === "operate" || status.fleet?.intent !== undefined);
  });
  return found && `FlinkStateSnapshot ${found.metadata.name} is under way`;
}
