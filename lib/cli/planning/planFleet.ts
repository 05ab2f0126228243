import type { FleetPlan, ResourcePlan } from "../../api/plan.ts";
import type { Selector } from "../../api/events/selector.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { totalsOf } from "../../core/planning/totals.ts";
import { refOf } from "../../core/planning/write.ts";
import { rfc3339 } from "../../core/time.ts";
import { selects } from "../../core/triggers/selects.ts";
import type { Spoke } from "../../ports/index.ts";
import { type Asked, planSpoke } from "../../shell/planning/planSpoke.ts";
import type { Part } from "../../shell/planning/rehearse.ts";
import type { Failure } from "../overview.ts";
import { printableFailures } from "../printableFailures.ts";
import { findings } from "../selection/found.ts";
import { refuseMissing, refuseNotInFiles } from "../selection/missingNames.ts";
import type { KnownFleet, Surroundings } from "../surroundings.ts";
import { UserError } from "../userError.ts";

/** What is to be planned in which cluster. */
export interface Task {
  readonly spoke: Spoke;
  readonly asked: Asked;
}

export interface Tasks {
  readonly tasks: readonly Task[];
  readonly failures: readonly Failure[];
}

/** What is in the clusters now. */
export async function tasksOf(selectors: readonly Selector[], spokes: readonly Spoke[]): Promise<Tasks> {
  const { found, failures } = await findings(selectors, spokes);
  await refuseMissing(selectors, { seen: found.map(({ subject }) => subject), failures }, spokes);
  const bySpoke = Map.groupBy(found, ({ spoke }) => spoke);
  const tasks = [...bySpoke].map(([spoke, those]) => ({
    spoke,
    asked: { manifests: [], parts: those.map(({ subject: { kind, namespace, name } }) => ({ kind, namespace, name })) },
  }));
  return { tasks, failures };
}

/**
 * What files hold: in the clusters that are named, and otherwise where the resource is already; in the only cluster that there is, anyhow.
 * Throws UserError for one that is nowhere.
 */
export async function fileTasks(
  manifests: readonly KubernetesObject[],
  spokes: readonly Spoke[],
  { selectors, areNamed }: { readonly selectors: readonly Selector[]; readonly areNamed: boolean },
): Promise<Tasks> {
  refuseNotInFiles(
    selectors,
    manifests.map(({ metadata: { namespace = "default", name } }) => ({ namespace, name })),
  );
  const failures: Failure[] = [];
  const tasks: Task[] = [];
  const placed = new Set<KubernetesObject>();
  for (const spoke of spokes) {
    const meant = manifests.filter((manifest) => selectors.some((by) => selects(by, subjectOf(manifest, spoke))));
    const here = areNamed || spokes.length === 1 ? meant : await thoseIn(spoke, meant, failures);
    here.forEach((manifest) => placed.add(manifest));
    if (here.length > 0) tasks.push({ spoke, asked: { parts: [], manifests: here } });
  }
  if (!areNamed && spokes.length > 1 && failures.length === 0) refuseNowhere(manifests, placed, spokes);
  if (tasks.length === 0 && failures.length === 0) throw new UserError("nothing of what the files hold is selected");
  return { tasks, failures };
}

function refuseNowhere(
  manifests: readonly KubernetesObject[],
  placed: ReadonlySet<KubernetesObject>,
  spokes: readonly Spoke[],
): void {
  const nowhere = manifests.filter((one) => !placed.has(one)).map(({ metadata }) => metadata.name);
  const names = spokes.map(({ name }) => name).join(", ");
  if (nowhere.length > 0)
    throw new UserError(`${nowhere.join(", ")}: in none of ${names} yet: name the clusters with --cluster`);
}

async function thoseIn(
  spoke: Spoke,
  manifests: readonly KubernetesObject[],
  failures: Failure[],
): Promise<readonly KubernetesObject[]> {
  try {
    const { cluster } = await spoke.connect();
    const found = await Promise.all(manifests.map((manifest) => cluster.read(refOf(manifest))));
    return manifests.filter((_, index) => found[index] !== undefined);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    failures.push({ cluster: spoke.name, fault: error.fault });
    return [];
  }
}

function subjectOf({ kind, metadata }: KubernetesObject, spoke: Spoke) {
  const { namespace = "default", name, labels = {} } = metadata;
  return { spoke: spoke.name, kind: kind as Part["kind"], namespace, name, labels };
}

type PlanSurroundings = Pick<Surroundings, "clock" | "ids"> & Pick<KnownFleet, "defaults">;

/** One plan of all of it, with the salt of the plan that it is compared with. A cluster that cannot be looked at hides no other. */
export async function planOf(
  { tasks, failures }: Tasks,
  around: PlanSurroundings,
  salt = around.ids.uuid(),
): Promise<FleetPlan> {
  const failed = [...failures];
  const all = await Promise.all(
    tasks.map(async ({ spoke, asked }): Promise<readonly ResourcePlan[]> => {
      try {
        return await planSpoke(spoke, asked, { ...around, salt });
      } catch (error) {
        if (!(error instanceof Faulted)) throw error;
        failed.push({ cluster: spoke.name, fault: error.fault });
        return [];
      }
    }),
  );
  const resources = all.flat();
  return {
    kind: "FlinkFleetPlan",
    version: 1,
    madeAt: rfc3339(around.clock.now()),
    salt,
    resources,
    failures: [...printableFailures(failed)],
    totals: totalsOf(resources),
  };
}
