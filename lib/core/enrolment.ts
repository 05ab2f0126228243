import type { KubernetesObject } from "./kubernetes.ts";
import { type Rule, flinkRights, fleetRights } from "./rights.ts";

export interface Enrolment {
  /** Where Flink runs. */
  readonly namespaces: readonly string[];
  /** True: the fleet may look after every namespace of the cluster, also those made later. */
  readonly everywhere: boolean;
  /** Of the Kubernetes user or access entry that flink-fleet comes as. */
  readonly group: string;
  /** The account that native and highly available Flink pods run as. */
  readonly serviceAccount: string;
}

const rbac = "rbac.authorization.k8s.io";
const name = "flink-fleet";

/** What a cluster needs besides the CRDs, in the order of need: rights for us, and an account for Flink's pods in each namespace. */
export function enrolment(wanted: Enrolment): readonly KubernetesObject[] {
  const ours = wanted.everywhere
    ? everywhere(wanted)
    : wanted.namespaces.flatMap((namespace) => inNamespace(namespace, wanted));
  const accounts = wanted.namespaces.flatMap((namespace) => flinkAccount(namespace, wanted));
  return [...wanted.namespaces.flatMap(namespaceOf), ...ours, ...accounts];
}

/** `default` is always there. */
const namespaceOf = (namespace: string): readonly KubernetesObject[] =>
  namespace === "default" ? [] : [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }];

function everywhere({ group }: Enrolment): readonly KubernetesObject[] {
  return [
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name }, rules: fleetRights },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
      subjects: [{ apiGroup: rbac, kind: "Group", name: group }],
    },
  ];
}

function inNamespace(namespace: string, { group }: Enrolment): readonly KubernetesObject[] {
  return roleFor({ apiGroup: rbac, kind: "Group", name: group }, { name, namespace, rules: fleetRights });
}

function flinkAccount(namespace: string, { serviceAccount }: Enrolment): readonly KubernetesObject[] {
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: serviceAccount, namespace } };
  const subject = { kind: "ServiceAccount", name: serviceAccount, namespace };
  return [account, ...roleFor(subject, { name: serviceAccount, namespace, rules: flinkRights })];
}

function roleFor(
  subject: Readonly<Record<string, string>>,
  role: { readonly name: string; readonly namespace: string; readonly rules: readonly Rule[] },
): readonly KubernetesObject[] {
  const metadata = { name: role.name, namespace: role.namespace };
  const roleRef = { apiGroup: rbac, kind: "Role", name: role.name };
  return [
    { apiVersion: `${rbac}/v1`, kind: "Role", metadata, rules: role.rules },
    { apiVersion: `${rbac}/v1`, kind: "RoleBinding", metadata, roleRef, subjects: [subject] },
  ];
}
