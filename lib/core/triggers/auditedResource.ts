import type { AuditLine } from "../../api/auditLine.ts";

/** What a wake is for. */
export interface Audited {
  readonly kind: "FlinkDeployment" | "FlinkSessionJob" | "FlinkStateSnapshot";
  readonly namespace: string;
  /** Absent where only the namespace is known. */
  readonly name: string | undefined;
}

const kinds = {
  flinkdeployments: "FlinkDeployment",
  flinksessionjobs: "FlinkSessionJob",
  flinkstatesnapshots: "FlinkStateSnapshot",
} as const;

const verbs = ["create", "update", "patch", "delete"];
const groups = ["", "apps", "networking.k8s.io"];

/** The resource that somebody else changed, or changed something that belongs to it; `undefined` for all the rest. */
export function auditedResource(line: AuditLine): Audited | undefined {
  const { user, objectRef } = line;
  if (!isDone(line) || isCluster(user) || isOurs(user)) return undefined;
  return objectRef.apiGroup === "flink.apache.org" ? ofOurKinds(objectRef) : ofCluster(line);
}

const isDone = ({ stage, verb = "", objectRef: { subresource }, responseStatus }: AuditLine): boolean =>
  stage === "ResponseComplete" &&
  verbs.includes(verb) &&
  (subresource === undefined || subresource === "scale") &&
  (responseStatus === undefined || responseStatus.code < 300);

/** Controllers of the cluster itself: what they do follows from what others did. */
const isCluster = ({ username = "" }: AuditLine["user"]): boolean =>
  /^(system:serviceaccount:kube-system:|system:kube-|system:node:|system:apiserver|eks:)/.test(username);

/** By the group that our access entry gives us, and by the name of our session, which is part of the name where EKS makes one. */
const isOurs = ({ username = "", groups: of = [] }: AuditLine["user"]): boolean =>
  of.includes("flink-fleet") || username.endsWith("/flink-fleet");

function ofOurKinds({ resource, namespace, name }: AuditLine["objectRef"]): Audited | undefined {
  if (!Object.hasOwn(kinds, resource)) return undefined;
  return { kind: kinds[resource as keyof typeof kinds], namespace, name };
}

function ofCluster({ verb, objectRef, responseObject }: AuditLine): Audited | undefined {
  const { apiGroup = "", resource, namespace, name = "" } = objectRef;
  if (!groups.includes(apiGroup)) return undefined;
  const owner = responseObject?.metadata?.ownerReferences?.find(({ kind }) => kind === "FlinkDeployment")?.name;
  const cluster = owner ?? clusterOf(resource, name, verb);
  return cluster === undefined ? undefined : { kind: "FlinkDeployment", namespace, name: cluster };
}

const names: readonly (readonly [resource: string, name: RegExp])[] = [
  ["configmaps", /^flink-config-(.+)$/],
  ["configmaps", /^pod-template-(.+)$/],
  ["services", /^(.+)-rest$/],
  ["deployments", /^(.+)-taskmanager$/],
];

/** What is deleted is not in the answer. Any Deployment may be a JobManager; of those that are none a look finds nothing. */
function clusterOf(resource: string, name: string, verb: string | undefined): string | undefined {
  const found = names.find(([of, pattern]) => of === resource && pattern.test(name));
  if (found !== undefined) return found[1].exec(name)?.[1];
  return resource === "deployments" && verb === "delete" && name !== "" ? name : undefined;
}
