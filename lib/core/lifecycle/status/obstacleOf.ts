import type { Obstacle, Outcome, Plan } from "../plan.ts";

const refused = {
  repairDrift: "DriftRepairRefused",
  setIngress: "IngressRefused",
  scaleDeployment: "ScalingRefused",
  setResourceRequirements: "ScalingRefused",
};

/** What stands in the way after a run: what the plan says, or a refusal of what it did to the cluster that runs. */
export function obstacleOf(plan: Plan, outcome: Outcome): Obstacle | undefined {
  if (plan.obstacle !== undefined) return plan.obstacle;
  if (plan.act !== "again" || outcome.kind !== "refused" || !(plan.effect.kind in refused)) return undefined;
  return { reason: refused[plan.effect.kind as keyof typeof refused], message: outcome.because };
}
