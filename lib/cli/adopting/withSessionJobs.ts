import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { clusterNameOf } from "../../shell/chargeIn.ts";
import type { Found } from "../selection/found.ts";

/** Session clusters with all of their jobs, each behind its jobs: they change hands as one. */
export async function withSessionJobs(found: readonly Found[]): Promise<readonly Found[]> {
  const clusters = found.filter(isSessionCluster);
  const jobs = (await Promise.all(clusters.map(jobsOf))).flat();
  const known = new Set(found.map(keyOf));
  const others = jobs.filter((job) => !known.has(keyOf(job)));
  return [...found, ...others].toSorted((a, b) => Number(isSessionCluster(a)) - Number(isSessionCluster(b)));
}

export const isSessionCluster = ({ object }: Found): boolean => {
  const { job } = (object["spec"] ?? {}) as { readonly job?: unknown };
  return object.kind === "FlinkDeployment" && (job === undefined || job === null);
};

/** Whether the job is on that session cluster. */
export const isOn = (job: Found, cluster: Found): boolean =>
  job.spoke === cluster.spoke &&
  job.subject.namespace === cluster.subject.namespace &&
  clusterNameOf(job.object) === cluster.subject.name;

const keyOf = ({ spoke, subject: { kind, namespace, name } }: Found): string =>
  [spoke.name, kind, namespace, name].join("/");

async function jobsOf(cluster: Found): Promise<readonly Found[]> {
  const { namespace } = cluster.subject;
  const objects = await unlessUnknown(cluster.cluster.list({ kind: "FlinkSessionJob", namespace }));
  return objects
    .map((object): Found => ({
      ...cluster,
      object,
      subject: {
        ...cluster.subject,
        kind: "FlinkSessionJob",
        name: object.metadata.name,
        labels: object.metadata.labels ?? {},
      },
    }))
    .filter((job) => isOn(job, cluster));
}

/** A cluster without the kind has none. */
async function unlessUnknown(list: Promise<readonly KubernetesObject[]>): Promise<readonly KubernetesObject[]> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}
