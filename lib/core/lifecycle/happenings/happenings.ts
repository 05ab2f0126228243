import { driftChanges } from "./driftChanges.ts";
import type { Happening } from "../events/happening.ts";
import { acts } from "./acts.ts";
import { obstacleOf } from "../status/obstacleOf.ts";
import { jobChanges } from "./jobChanges.ts";
import { snapshotRequests } from "./snapshotRequests.ts";
import { isKnown, type Told, warning } from "./told.ts";
import { troubles } from "./troubles.ts";

/** What is new since the status before: told once, so that a quiet look tells nothing. */
export function happenings(told: Told): readonly Happening[] {
  return [
    ...(told.plan.tell ?? []),
    ...acts(told),
    ...snapshotRequests(told),
    ...driftChanges(told),
    ...obstacles(told),
    ...troubles(told),
    ...jobChanges(told),
  ];
}

function obstacles(told: Told): readonly Happening[] {
  const obstacle = obstacleOf(told.plan, told.outcome);
  return obstacle === undefined || isKnown(told, obstacle)
    ? []
    : [warning("Operator", obstacle.reason, obstacle.message)];
}
