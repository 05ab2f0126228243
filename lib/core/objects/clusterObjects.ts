import type { KubernetesObject } from "../kubernetes.ts";

/** The objects of one Flink cluster. */
export interface ClusterObjects {
  /** To be created before all others, since it owns what `owned` gives. */
  readonly jobManager: KubernetesObject;
  /** undefined in native mode. Owned by the resource. */
  readonly taskManager: KubernetesObject | undefined;
  /** ConfigMaps and Services, owned by the JobManager's Deployment with this uid; with no owner when there is none. */
  readonly owned: (jobManagerUid: string | undefined) => readonly KubernetesObject[];
}
