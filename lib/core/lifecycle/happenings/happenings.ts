import type { Happening } from "../events/happening.ts";
import { acts } from "./acts.ts";
import { jobChanges } from "./jobChanges.ts";
import { isKnown, type Told, warning } from "./told.ts";
import { troubles } from "./troubles.ts";

/** What is new since the status before: told once, so that a quiet look tells nothing. */
export function happenings(told: Told): readonly Happening[] {
  return [...(told.plan.tell ?? []), ...acts(told), ...obstacles(told), ...troubles(told), ...jobChanges(told)];
}

function obstacles(told: Told): readonly Happening[] {
  const obstacle = told.plan.act === "wait" ? told.plan.obstacle : undefined;
  return obstacle === undefined || isKnown(told, obstacle)
    ? []
    : [warning("Operator", obstacle.reason, obstacle.message)];
}
