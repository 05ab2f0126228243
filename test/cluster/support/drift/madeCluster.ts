import { randomBytes } from "node:crypto";
import { applyAny } from "../../../../lib/adapters/kubernetes/applyAny.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import type { Edit } from "../../../core/drift/corpus/handEdit.ts";
import { type ClusterName, objectsFor } from "../../../core/drift/support/clusters.ts";
import type { Plane } from "./plane.ts";

/** One of the corpus's clusters in a namespace of its own, with real owners. */
export interface MadeCluster {
  readonly namespace: string;
  readonly wanted: readonly KubernetesObject[];
  /** A path as the corpus writes it: with the uids of its fixtures. */
  readonly shown: (path: string) => string;
  /** An edit of the corpus with the uids that there are. */
  readonly meant: (edit: Edit) => Edit;
}

export interface Asked {
  readonly name: ClusterName;
  /** Left out: all of its objects are made, otherwise the JobManager's Deployment and this one. */
  readonly only?: { readonly kind: string; readonly name: string } | undefined;
  /** What is to be there before the Deployment of the JobManager is made. */
  readonly before?: ((jobManager: KubernetesObject) => Promise<void>) | undefined;
}

/** In the order and by the requests of `createCluster`. */
export async function madeCluster(plane: Plane, { name, only, before }: Asked): Promise<MadeCluster> {
  const { cluster } = plane;
  const namespace = `drift-${randomBytes(4).toString("hex")}`;
  const { resource, quota } = await ownersIn(plane, namespace);
  const { jobManager, taskManager, owned, ingress } = objectsFor(name, { namespace, uid: resource });
  await before?.(jobManager);
  const jobManagerUid = uidOf(await cluster.create(jobManager));
  const others = owned(jobManagerUid);
  const isAsked = ({ kind, metadata }: KubernetesObject): boolean =>
    only === undefined || (kind === only.kind && metadata.name === only.name);
  for (const object of others.filter(isAsked)) await cluster.apply(object);
  if (taskManager !== undefined && isAsked(taskManager)) await cluster.create(taskManager);
  if (ingress !== undefined && isAsked(ingress)) await cluster.apply(ingress);
  const wanted = [jobManager, taskManager, ...others, ingress].filter((one) => one !== undefined).filter(isAsked);
  const fixtures = [
    ["u-1", resource],
    ["u-9", quota],
    ["jm-uid", jobManagerUid],
  ] as const;
  return {
    namespace,
    wanted,
    shown: (path) => fixtures.reduce((text, [fixture, uid]) => text.replaceAll(uid, fixture), path),
    meant: (edit) =>
      JSON.parse(
        fixtures.reduce((text, [fixture, uid]) => text.replaceAll(`"${fixture}"`, `"${uid}"`), JSON.stringify(edit)),
      ) as Edit,
  };
}

/** The garbage collector deletes what only owners have that do not exist. */
async function ownersIn(
  plane: Plane,
  namespace: string,
): Promise<{ readonly resource: string; readonly quota: string }> {
  const { connection, cluster } = plane;
  await applyAny(connection, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "no-pods", namespace } };
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
  const body = { ...quota, spec: { hard: { pods: "0" } } };
  const { text } = await connection.send({ method: "POST", path, body, what: "the quota" });
  const resource = await cluster.create({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "clicks", namespace },
    spec: { image: "flink:test", flinkVersion: "v1_20", serviceAccount: "flink", jobManager: {}, taskManager: {} },
  });
  return { resource: uidOf(resource), quota: uidOf(JSON.parse(text) as KubernetesObject) };
}

const uidOf = ({ metadata: { uid } }: KubernetesObject): string => {
  if (uid === undefined) throw new Error("what was made has no uid");
  return uid;
};
