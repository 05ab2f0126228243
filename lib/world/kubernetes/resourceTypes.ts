import type { KubernetesObject } from "../../core/kubernetes.ts";

/** What the API server knows about a kind of object. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Status is written through its own subresource only, and a change of the rest counts as a generation. */
  readonly hasStatus: boolean;
  /** Of a CustomResourceDefinition: there only while that is, and without strategic merge patches. */
  readonly custom: boolean;
}

type Optional = "shortNames" | "namespaced" | "hasStatus" | "custom";

function resource(known: Omit<ResourceType, Optional> & Partial<Pick<ResourceType, Optional>>): ResourceType {
  return { shortNames: [], namespaced: true, hasStatus: false, custom: false, ...known };
}

function flink(kind: string, shortName: string): ResourceType {
  return resource({
    group: "flink.apache.org",
    version: "v1beta1",
    kind,
    plural: `${kind.toLowerCase()}s`,
    shortNames: [shortName],
    hasStatus: true,
    custom: true,
  });
}

const v1 = { group: "", version: "v1" };
const rbac = { group: "rbac.authorization.k8s.io", version: "v1" };
const apps = { group: "apps", version: "v1", hasStatus: true };

export const resourceTypes: readonly ResourceType[] = [
  flink("FlinkDeployment", "flinkdep"),
  flink("FlinkSessionJob", "sessionjob"),
  flink("FlinkStateSnapshot", "flinksnp"),
  flink("FlinkBlueGreenDeployment", "flinkbgdep"),
  resource({ ...v1, kind: "Namespace", plural: "namespaces", shortNames: ["ns"], namespaced: false }),
  resource({ ...v1, kind: "Pod", plural: "pods", shortNames: ["po"], hasStatus: true }),
  resource({ ...v1, kind: "Service", plural: "services", shortNames: ["svc"] }),
  resource({ ...v1, kind: "ConfigMap", plural: "configmaps", shortNames: ["cm"] }),
  resource({ ...v1, kind: "Secret", plural: "secrets" }),
  resource({ ...v1, kind: "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"] }),
  resource({ ...v1, kind: "Event", plural: "events", shortNames: ["ev"] }),
  resource({ ...apps, kind: "Deployment", plural: "deployments", shortNames: ["deploy"] }),
  resource({ ...apps, kind: "ReplicaSet", plural: "replicasets", shortNames: ["rs"] }),
  resource({
    group: "networking.k8s.io",
    version: "v1",
    kind: "Ingress",
    plural: "ingresses",
    shortNames: ["ing"],
    hasStatus: true,
  }),
  resource({ ...rbac, kind: "Role", plural: "roles" }),
  resource({ ...rbac, kind: "RoleBinding", plural: "rolebindings" }),
  resource({ ...rbac, kind: "ClusterRole", plural: "clusterroles", namespaced: false }),
  resource({ ...rbac, kind: "ClusterRoleBinding", plural: "clusterrolebindings", namespaced: false }),
  resource({
    group: "apiextensions.k8s.io",
    version: "v1",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    shortNames: ["crd", "crds"],
    namespaced: false,
  }),
];

const byKind = new Map(resourceTypes.map((type) => [type.kind, type]));

export const typeOfKind = (kind: string): ResourceType | undefined => byKind.get(kind);

/** As in `apiVersion`: the version alone in the core group. */
export const apiVersionOf = (type: ResourceType): string =>
  type.group === "" ? type.version : `${type.group}/${type.version}`;

/** As API server messages name a resource: `pods`, `deployments.apps`. */
export const qualifiedPlural = (type: ResourceType): string =>
  type.group === "" ? type.plural : `${type.plural}.${type.group}`;

/** As API server messages name a kind: `Pod`, `Deployment.apps`. */
export const qualifiedKind = (type: ResourceType): string =>
  type.group === "" ? type.kind : `${type.kind}.${type.group}`;

/** Where an object lives in the store. */
export const keyOf = (object: KubernetesObject): string => `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
