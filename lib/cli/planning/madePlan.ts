import type { FleetPlan } from "../../api/plan.ts";
import { chosenClusters } from "../selection/chosenClusters.ts";
import type { SelectionOptions } from "../selection/selectionOptions.ts";
import { namespaceOfFiles, selectorsOf } from "../selection/selectorsOf.ts";
import type { Surroundings } from "../surroundings.ts";
import { manifestsToPlan } from "./manifestsToPlan.ts";
import { fileTasks, planOf, tasksOf } from "./planFleet.ts";

export interface PlanInput extends SelectionOptions {
  /** Resources that are not applied yet; left out: what is in the clusters. */
  readonly filename?: readonly string[];
}

/** The plan that a command line asks for. Throws UserError. */
export async function madePlan(
  names: readonly string[],
  options: PlanInput,
  surroundings: Surroundings,
): Promise<FleetPlan> {
  const selectors = selectorsOf(names, options);
  const { terminal } = surroundings;
  const { filename } = options;
  const manifests =
    filename === undefined ? undefined : await manifestsToPlan(filename, namespaceOfFiles(options), terminal);
  const { fleet, defaults } = await surroundings.fleet(options);
  const spokes = chosenClusters(await fleet.spokes(), ({ name }) => name, options.cluster);
  const areNamed = options.cluster !== undefined;
  const tasks =
    manifests === undefined
      ? await tasksOf(selectors, spokes)
      : await fileTasks(manifests, spokes, { selectors, areNamed });
  return await planOf(tasks, { ...surroundings, defaults });
}
