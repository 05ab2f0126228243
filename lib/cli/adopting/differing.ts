import { liveDeployment } from "../../api/live.ts";
import { type ChargedResource, recordedIn } from "../../core/charge/chargedResource.ts";
import { deploymentAnnotation } from "../../core/configuration/clusterOptions.ts";
import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import { differences } from "../../core/drift/differences.ts";
import { Faulted } from "../../core/fault.ts";
import type { KindName, KubernetesObject } from "../../core/kubernetes.ts";
import { runningObjects } from "../../core/lifecycle/observation/runningObjects.ts";
import { deploymentView } from "../../core/lifecycle/observation/views.ts";
import type { Cluster } from "../../ports/index.ts";

export interface Differing {
  readonly differences: readonly string[];
  readonly warnings: readonly string[];
}

const nothing: Differing = { differences: [], warnings: [] };

/** How the objects that run differ from those that flink-fleet would make of the same spec. Session jobs have none of their own. */
export async function differing(
  resource: ChargedResource,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<Differing> {
  if (resource.kind !== "FlinkDeployment") return nothing;
  try {
    return await compared(resource, cluster, defaults);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { differences: [], warnings: [`its objects were not compared: ${error.message}`] };
  }
}

async function compared(
  resource: Extract<ChargedResource, { readonly kind: "FlinkDeployment" }>,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<Differing> {
  const { namespace, name } = resource.metadata;
  const deployed = recordedIn(resource);
  const up = await cluster.read({ kind: "Deployment", namespace, name });
  // A suspended job, or one between two clusters, has no objects to compare.
  if (up === undefined || deployed.kind !== "recorded") return nothing;
  const jobManager = deploymentView(liveDeployment.parse(up));
  const wanted = runningObjects(deployed.spec, { resource, jobManager }, defaults);
  if (wanted.kind === "problems") return { ...nothing, warnings: wanted.problems.map(({ message }) => message) };
  const owned = wanted.owned(jobManager.uid);
  const all = [wanted.jobManager, ...(wanted.taskManager === undefined ? [] : [wanted.taskManager]), ...owned];
  const told = await Promise.all(
    all.map(async (one) =>
      differencesOf(one, await cluster.read({ kind: one.kind as KindName, namespace, name: one.metadata.name })),
    ),
  );
  return { ...nothing, differences: told.flat() };
}

/** Our marks, and what is chosen anew with each deployment, are no differences. */
const differencesOf = (wanted: KubernetesObject, live: KubernetesObject | undefined): readonly string[] =>
  differences(wanted, live)
    .filter(({ path }) => !marks.some((mark) => path.includes(mark)))
    .map(
      ({ object, path, wanted: to = "(none)", found = "(none)" }) =>
        `${object.kind} ${object.name}${path}: ${found} → ${to}`,
    );

const marks = [deploymentAnnotation.replace("/", "~1"), "job-result-store.storage-path"];
