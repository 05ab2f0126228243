import type { FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { userConfiguration } from "../core/configuration/effective.ts";
import { haIsKubernetes } from "../core/configuration/options.ts";
import { earlierJobs } from "../core/lifecycle/earlierJobs.ts";
import type { Plan } from "../core/lifecycle/plan.ts";
import type { Cluster } from "../ports/index.ts";

/**
 * HA metadata may outlive its cluster (a finalizer or a Deployment removed by hand). The jobs in it are taken out before an application
 * starts, or Flink would run them beside the announced one; their checkpoints stay. Of the announced job nothing is touched, so that
 * it does no harm however late. The Apache operator does so before every deployment.
 */
export async function forgetEarlierJobs(
  { intent: { jobId }, effect: { spec } }: Extract<Plan, { readonly act: "create" }>,
  { metadata: { namespace, name } }: FlinkDeployment,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<void> {
  if (jobId === undefined || !haIsKubernetes(userConfiguration({ namespace, spec }, defaults))) return;
  const labels = `app=${name},type=flink-native-kubernetes`;
  for (const found of await cluster.list({ kind: "ConfigMap", namespace, labels })) {
    const keys = earlierJobs(found, jobId);
    if (keys.length === 0) continue;
    const { name: of, uid } = found.metadata;
    const data = Object.fromEntries(keys.map((key) => [key, null]));
    await cluster.patch({ kind: "ConfigMap", namespace, name: of }, { metadata: { uid }, data });
  }
}
