import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import { rfc3339, type Instant } from "../time.ts";
import type { SnapshotPlan } from "./plan.ts";

/**
 * The status that announces a request, in the Apache operator's own terms. A request that is repeated because it was lost goes on
 * counting its time from the first one, so that a snapshot taken by that is still recognised.
 */
export function claimed(
  { status }: FlinkStateSnapshot,
  { intent, triggerId }: Extract<SnapshotPlan, { readonly act: "once" }>,
  now: Instant,
): FlinkStateSnapshotStatus {
  const { triggerId: _asked, resultTimestamp: _result, fleet, ...rest } = status;
  const { waitingSince: _since, ...journal } = fleet ?? {};
  const isRepeated = status.state === "IN_PROGRESS" && status.triggerTimestamp !== undefined;
  return {
    ...rest,
    state: "IN_PROGRESS",
    ...(triggerId === undefined ? {} : { triggerId }),
    triggerTimestamp: isRepeated ? status.triggerTimestamp : rfc3339(now),
    fleet: { ...journal, intent },
  };
}
