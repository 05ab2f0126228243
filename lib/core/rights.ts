/** rbac.authorization.k8s.io/v1 PolicyRule */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * The least that a run needs in a namespace: with one verb less, something in the life of a cluster fails (test/cluster tries each).
 * Where the admission plugin OwnerReferencesPermissionEnforcement runs (OpenShift), owners that block their deletion ask for more:
 * `update` of flinkdeployments/finalizers and deployments/finalizers here, and of the latter for Flink.
 */
export const fleetRights: readonly Rule[] = [
  // Reading what users want, and the finalizer that holds it until its cluster is gone.
  { apiGroups: ["flink.apache.org"], resources: ["flinkdeployments"], verbs: ["get", "list", "patch"] },
  { apiGroups: ["flink.apache.org"], resources: ["flinkdeployments/status"], verbs: ["patch"] },
  { apiGroups: ["flink.apache.org"], resources: ["flinksessionjobs"], verbs: ["get", "list", "patch"] },
  { apiGroups: ["flink.apache.org"], resources: ["flinksessionjobs/status"], verbs: ["patch"] },
  // Snapshots are made for nonces and schedules, taken, and deleted when they have outlived their limits.
  {
    apiGroups: ["flink.apache.org"],
    resources: ["flinkstatesnapshots"],
    verbs: ["get", "list", "create", "patch", "delete"],
  },
  { apiGroups: ["flink.apache.org"], resources: ["flinkstatesnapshots/status"], verbs: ["patch"] },
  // The cluster itself. Server-side apply of what does not exist yet asks for create as well.
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "list", "create", "patch", "delete"] },
  // Hand edits are seen in lists; a Service is deleted where its address was edited, which cannot be changed back.
  { apiGroups: [""], resources: ["services"], verbs: ["list", "create", "patch", "delete"] },
  { apiGroups: [""], resources: ["configmaps"], verbs: ["list", "create", "patch", "delete"] },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list", "create", "patch", "delete"] },
  // TaskManager pods of native mode are Flink's own: they are looked at and never touched.
  { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
  // Flink's REST API: looking is a GET, savepoints and jars are POST (create), resource requirements PUT (update), cancelling PATCH, and jars
  // that have been run are removed.
  { apiGroups: [""], resources: ["services/proxy"], verbs: ["get", "create", "update", "patch", "delete"] },
  { apiGroups: [""], resources: ["events"], verbs: ["get", "create", "patch"] },
];

/**
 * What Flink's own pods need (KubernetesResourceManagerDriver, KubernetesLeaderElectionDriver): native clusters make their
 * TaskManager pods and remove their Deployment at the end; with high availability any cluster keeps ConfigMaps.
 */
export const flinkRights: readonly Rule[] = [
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch", "create", "delete"] },
  {
    apiGroups: [""],
    resources: ["configmaps"],
    verbs: ["get", "list", "watch", "create", "update", "patch", "delete"],
  },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "delete"] },
];
