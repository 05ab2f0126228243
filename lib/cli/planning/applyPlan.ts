import type { FleetPlan, ResourcePlan } from "../../api/plan.ts";
import { Faulted } from "../../core/fault.ts";
import { applicable, type Applicable, planKey } from "../../core/planning/applicable.ts";
import type { Spoke } from "../../ports/index.ts";
import { applyResource } from "../../shell/planning/applyResource.ts";
import { advice } from "../advice.ts";
import type { Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";
import { planOf, type Task } from "./planFleet.ts";

/** What became of one resource of a plan. */
export interface Outcome {
  readonly of: ResourcePlan;
  readonly spoke: Spoke;
  readonly outcome: "applied" | "unchanged" | "refused" | "failed";
  /** Differences, notes, or why not. */
  readonly lines: readonly string[];
}

type Around = Parameters<typeof planOf>[1] & Pick<Surroundings, "ids">;

/** Plans again from what the plan was made of, and writes what comes out the same. Nothing is written for what does not. */
export async function applyPlan(
  plan: FleetPlan,
  spokes: readonly Spoke[],
  around: Around,
): Promise<readonly Outcome[]> {
  const tasks = tasksAgain(plan, spokes);
  const again = await planOf({ tasks, failures: [] }, around, plan.salt);
  const verdicts = applicable(plan.resources, again.resources);
  const outcomes: Outcome[] = [];
  for (const of of plan.resources) {
    const spoke = spokeOf(of, spokes);
    const unseen = again.failures.find(({ cluster }) => cluster === of.cluster);
    const verdict = verdicts.get(planKey(of));
    const { outcome, lines } =
      unseen !== undefined || verdict === undefined
        ? { outcome: "failed" as const, lines: [unseen?.message ?? "it cannot be planned again"] }
        : await carriedOut(verdict, spoke);
    outcomes.push({ of, spoke, outcome, lines });
  }
  return outcomes;
}

function tasksAgain({ resources }: FleetPlan, spokes: readonly Spoke[]): readonly Task[] {
  const bySpoke = Map.groupBy(resources, (one) => spokeOf(one, spokes));
  return [...bySpoke].map(([spoke, those]) => ({
    spoke,
    asked: {
      manifests: those.flatMap(({ manifest }) => manifest ?? []),
      parts: those
        .filter(({ manifest }) => manifest === undefined)
        .map(({ kind, namespace, name }) => ({ kind, namespace, name })),
    },
  }));
}

function spokeOf({ cluster }: ResourcePlan, spokes: readonly Spoke[]): Spoke {
  const found = spokes.find(({ name }) => name === cluster);
  if (found !== undefined) return found;
  const names = spokes.map(({ name }) => name).join(", ");
  throw new UserError(
    `the plan is for cluster ${cluster}, and there is ${names === "" ? "none" : names}: nothing was done`,
  );
}

async function carriedOut(verdict: Applicable, spoke: Spoke): Promise<Pick<Outcome, "outcome" | "lines">> {
  switch (verdict.kind) {
    case "moved":
      return {
        outcome: "refused",
        lines: verdict.moved.map(({ what, planned, now }) => `${what}: planned ${planned}, now ${now}`),
      };
    case "blocked":
      return { outcome: "refused", lines: [`blocked: ${verdict.because}`] };
    case "asPlanned":
      return await written(verdict.now, spoke);
  }
}

async function written(now: ResourcePlan, spoke: Spoke): Promise<Pick<Outcome, "outcome" | "lines">> {
  try {
    const { cluster } = await spoke.connect();
    const applied = await applyResource(now, cluster);
    if (applied.kind === "failed")
      return { outcome: "failed", lines: [advice({ cluster: spoke.name, fault: applied.fault })] };
    return { outcome: applied.kind, lines: applied.kind === "applied" ? applied.notes : [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { outcome: "failed", lines: [advice({ cluster: spoke.name, fault: error.fault })] };
  }
}
