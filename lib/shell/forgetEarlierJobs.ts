import type { FlinkResource } from "../core/lifecycle/flinkResource.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { userConfiguration } from "../core/configuration/effective.ts";
import { haIsKubernetes } from "../core/configuration/options.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { earlierJobs } from "../core/lifecycle/deployment/earlierJobs.ts";
import type { Creation } from "../core/lifecycle/plan.ts";
import { configMapName } from "../core/objects/names.ts";
import type { Cluster } from "../ports/index.ts";

/**
 * HA metadata outlives its cluster. The jobs in it are taken out before an application starts, or Flink would run them: one of before beside
 * the announced one, and, where the id stays the same (last-state), the job of the old spec in place of the new one. Their checkpoints stay.
 * Once `jobManager` has its configuration it may have started, and what is kept of the announced job is its own: however late this comes,
 * that is left alone. The Apache operator does so before every deployment.
 */
export async function forgetEarlierJobs(
  { intent: { jobId }, effect: { spec } }: Creation,
  { metadata: { namespace, name } }: FlinkResource,
  { cluster, defaults }: { readonly cluster: Cluster; readonly defaults: OperatorDefaults },
  jobManager: KubernetesObject,
): Promise<void> {
  if (jobId === undefined || !haIsKubernetes(userConfiguration({ namespace, spec }, defaults))) return;
  const labels = `app=${name},type in (flink-native-kubernetes,flink-standalone-kubernetes)`;
  const listed = await cluster.list({ kind: "ConfigMap", namespace, labels });
  const mayHaveStarted = listed.some(
    ({ metadata }) => metadata.name === configMapName(name) && isOwnedBy(metadata, jobManager),
  );
  for (const found of listed) {
    const keys = earlierJobs(found, mayHaveStarted ? jobId : undefined);
    if (keys.length === 0) continue;
    const { name: of, uid } = found.metadata;
    const data = Object.fromEntries(keys.map((key) => [key, null]));
    await cluster.patch({ kind: "ConfigMap", namespace, name: of }, { metadata: { uid }, data });
  }
}

const isOwnedBy = ({ ownerReferences = [] }: KubernetesObject["metadata"], { metadata }: KubernetesObject): boolean =>
  ownerReferences.some(({ uid }) => uid === metadata.uid);
