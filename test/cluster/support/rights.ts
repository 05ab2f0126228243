import { randomBytes } from "node:crypto";
import * as z from "zod";
import { currentContextOf, readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { contextAccess } from "../../../lib/adapters/kubeconfig/contextAccess.ts";
import { parsed } from "../../../lib/adapters/kubernetes/answers.ts";
import { applyAny } from "../../../lib/adapters/kubernetes/applyAny.ts";
import { type Call, Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { tokenAccess } from "../../../lib/adapters/kubernetes/tokenAccess.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { enrolment } from "../../../lib/core/enrolment.ts";
import type { Rule } from "../../../lib/core/rights.ts";
import { eventually } from "./eventually.ts";
import { kubeconfig } from "./rig.ts";
import { TappedConnection } from "./rightsTap.ts";

/** The smallest thing that a Role can give. */
export interface Right {
  readonly apiGroup: string;
  readonly resource: string;
  readonly verb: string;
}

export const rightsIn = (rules: readonly Rule[]): readonly Right[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((apiGroup) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ apiGroup, resource, verb }))),
    ),
  );

const ruleOf = ({ apiGroup, resource, verb }: Right): Rule => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: [verb],
});

/** Somebody who may do in one namespace what an enrolment says, and nothing else. */
export interface Enrolled {
  readonly namespace: string;
  readonly connection: TappedConnection;
  readonly remove: () => Promise<void>;
}

/** With every right on the cluster. */
export function administrator(): Connection {
  const file = readKubeconfig(kubeconfig("east"));
  return new Connection(contextAccess(file, currentContextOf(file), systemClock.now()));
}

/** Enrols a namespace of its own as `flink-fleet enrol` does, except that its roles give these rights alone. */
export async function enrolled(
  admin: Connection,
  { rights, everywhere }: { readonly rights: readonly Right[]; readonly everywhere: boolean },
): Promise<Enrolled> {
  const namespace = `rights-${randomBytes(4).toString("hex")}`;
  const group = `system:serviceaccounts:${namespace}`;
  const objects = enrolment({ namespaces: [namespace], everywhere, group, serviceAccount: "flink" });
  for (const object of objects) {
    const isOurs = object.kind.endsWith("Role") && object.metadata.name === "flink-fleet";
    await applyAny(admin, isOurs ? { ...object, rules: rights.map(ruleOf) } : object);
  }
  await applyAny(admin, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "fleet", namespace } });
  const connection = await connected(admin, namespace);
  await eventually(
    `the rights in ${namespace}`,
    () => granted(connection, namespace),
    (given) => rights.every((right) => given.has(nameOf(right))),
    30,
  );
  return { namespace, connection, remove: () => remove(admin, namespace, everywhere) };
}

export const nameOf = ({ apiGroup, resource, verb }: Right): string =>
  `${verb} ${resource}${apiGroup === "" ? "" : `.${apiGroup}`}`;

const tokenRequest = z.looseObject({ status: z.looseObject({ token: z.string() }) });

async function connected(admin: Connection, namespace: string): Promise<TappedConnection> {
  const { status } = await posted(admin, tokenRequest, {
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/fleet/token`,
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
  });
  const server = readKubeconfig(kubeconfig("east")).config.getCurrentCluster();
  const ca = Buffer.from(server?.caData ?? "", "base64").toString("utf8");
  return new TappedConnection(tokenAccess(admin.server, { ca, token: async () => status.token }));
}

const strings = z.array(z.string());
const rulesReview = z.looseObject({
  status: z.looseObject({
    resourceRules: z.array(
      z.looseObject({ apiGroups: strings.default([]), resources: strings.default([]), verbs: strings }),
    ),
  }),
});

/** What the API server itself says that this user may do: a Role counts a moment after it is written. */
async function granted(connection: Connection, namespace: string): Promise<ReadonlySet<string>> {
  const { status } = await posted(connection, rulesReview, {
    path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
  });
  return new Set(rightsIn(status.resourceRules).map(nameOf));
}

async function posted<T>(connection: Connection, answer: z.ZodType<T>, call: Pick<Call, "path" | "body">): Promise<T> {
  return parsed(answer, await connection.send({ ...call, method: "POST", what: call.path }), call.path);
}

/** A life that was cut short leaves resources behind, which nobody would ever release from their finalizer. */
async function remove(admin: Connection, namespace: string, everywhere: boolean): Promise<void> {
  const cluster = new KubernetesCluster(admin);
  for (const kind of ["FlinkStateSnapshot", "FlinkDeployment"] as const) {
    for (const { metadata } of await cluster.list({ kind, namespace })) {
      const ref = { kind, namespace, name: metadata.name };
      await cluster.patch(ref, { metadata: { finalizers: [] } });
      await cluster.remove(ref, { propagation: "Background" });
    }
  }
  const bindings = "/apis/rbac.authorization.k8s.io/v1";
  const ofCluster = [`${bindings}/clusterrolebindings/flink-fleet`, `${bindings}/clusterroles/flink-fleet`];
  for (const path of [...(everywhere ? ofCluster : []), `/api/v1/namespaces/${namespace}`]) {
    await admin.send({ method: "DELETE", path, what: path });
  }
}
