/** What we need to know of any Kubernetes object. Fields that we do not name are kept. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean | undefined;
  readonly blockOwnerDeletion?: boolean | undefined;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly generation?: number | undefined;
  /** RFC 3339 */
  readonly creationTimestamp?: string | undefined;
  /** RFC 3339; set while finalizers hold the object back. */
  readonly deletionTimestamp?: string | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** The kinds we speak of, as the API server names them. */
export type KindName =
  | "FlinkDeployment"
  | "FlinkSessionJob"
  | "FlinkStateSnapshot"
  | "FlinkBlueGreenDeployment"
  | "Deployment"
  | "Pod"
  | "Service"
  | "ConfigMap"
  | "Ingress"
  | "Event";

/** apiVersion, plural and kind: enough to build the path of a request. */
export interface Kind {
  readonly apiVersion: string;
  readonly plural: string;
  readonly kind: KindName;
}

const flink = "flink.apache.org/v1beta1";

/** Every kind that is read or written in a spoke. All are namespaced. */
export const kinds: Readonly<Record<KindName, Kind>> = {
  FlinkDeployment: { apiVersion: flink, plural: "flinkdeployments", kind: "FlinkDeployment" },
  FlinkSessionJob: { apiVersion: flink, plural: "flinksessionjobs", kind: "FlinkSessionJob" },
  FlinkStateSnapshot: { apiVersion: flink, plural: "flinkstatesnapshots", kind: "FlinkStateSnapshot" },
  FlinkBlueGreenDeployment: {
    apiVersion: flink,
    plural: "flinkbluegreendeployments",
    kind: "FlinkBlueGreenDeployment",
  },
  Deployment: { apiVersion: "apps/v1", plural: "deployments", kind: "Deployment" },
  Pod: { apiVersion: "v1", plural: "pods", kind: "Pod" },
  Service: { apiVersion: "v1", plural: "services", kind: "Service" },
  ConfigMap: { apiVersion: "v1", plural: "configmaps", kind: "ConfigMap" },
  Ingress: { apiVersion: "networking.k8s.io/v1", plural: "ingresses", kind: "Ingress" },
  Event: { apiVersion: "v1", plural: "events", kind: "Event" },
};

/** Names one object in one cluster. */
export interface ObjectRef {
  readonly kind: KindName;
  readonly namespace: string;
  readonly name: string;
}
