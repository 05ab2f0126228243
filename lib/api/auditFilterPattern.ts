/** What an object that belongs to a Flink cluster is called, where its labels and owners cannot be seen. */
const named = [
  ["configmaps", "flink-config-*"],
  ["configmaps", "pod-template-*"],
  ["services", "*-rest"],
  ["deployments", "*-taskmanager"],
] as const;

const all = (...conditions: readonly string[]): string => `(${conditions.join(" && ")})`;
const any = (...conditions: readonly string[]): string => `(${conditions.join(" || ")})`;
const is = (field: string, value: string): string => `($.${field} = "${value}")`;
const isNot = (field: string, value: string): string => `($.${field} != "${value}")`;

/**
 * The filter pattern for the subscription to a cluster's audit log: of some hundred lines a second a few an hour pass. Left out are our own
 * writes (the session of our role is named flink-fleet), subresources but `scale`, and what a cluster does by itself. CloudWatch takes at
 * most 1024 characters.
 */
export const auditFilterPattern = `{ ${[
  is("stage", "ResponseComplete"),
  any(...["create", "update", "patch", "delete"].map((verb) => is("verb", verb))),
  any("($.objectRef.subresource NOT EXISTS)", is("objectRef.subresource", "scale")),
  isNot("user.username", "*/flink-fleet"),
  isNot("user.username", "system:serviceaccount:kube-system:*"),
  any(
    is("objectRef.apiGroup", "flink.apache.org"),
    is("responseObject.metadata.ownerReferences[0].kind", "FlinkDeployment"),
    all(is("objectRef.resource", "deployments"), is("verb", "delete")),
    ...named.map(([resource, name]) => all(is("objectRef.resource", resource), is("objectRef.name", name))),
  ),
].join(" && ")} }`;
