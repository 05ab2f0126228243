import type { PlanTotals, ResourcePlan } from "../../api/plan.ts";

export const changesSomething = ({ effect, spec }: Pick<ResourcePlan, "effect" | "spec">): boolean =>
  effect !== "none" || spec.length > 0;

export function totalsOf(resources: readonly ResourcePlan[]): PlanTotals {
  const changed = resources.filter(changesSomething);
  const count = (effect: ResourcePlan["effect"]): number => resources.filter((one) => one.effect === effect).length;
  const slots = (which: "from" | "to"): number => resources.reduce((sum, one) => sum + one.slots[which], 0);
  return {
    resources: resources.length,
    changed: changed.length,
    starts: count("start"),
    restarts: count("restart"),
    stops: count("stop"),
    blocked: resources.filter(({ blocked }) => blocked.length > 0).length,
    clusters: new Set(changed.map(({ cluster }) => cluster)).size,
    slots: { from: slots("from"), to: slots("to") },
  };
}
