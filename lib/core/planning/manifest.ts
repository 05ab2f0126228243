import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, type Json, part } from "../objects/json.ts";
import { managedFields } from "../drift/managedFields.ts";
import { sameJson } from "../triggers/json.ts";

/** Under which a manifest is applied: what it once set and sets no more is taken away again. */
export const applyManager = "flink-fleet-apply";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** What of a manifest is applied: not what an API server, or whoever printed it, has put into it, and no null, which API servers drop. */
export function manifestOf(written: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata, spec } = withoutNulls(written) as KubernetesObject;
  const { name, namespace = "default", labels, annotations } = metadata;
  const { [lastApplied]: _kubectls, ...notes } = annotations ?? {};
  const said = {
    ...(labels === undefined ? {} : { labels }),
    ...(Object.keys(notes).length === 0 ? {} : { annotations: notes }),
  };
  return { apiVersion, kind, metadata: { name, namespace, ...said }, ...(spec === undefined ? {} : { spec }) };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJson(value)) return value;
  const fields = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(fields.map(([field, inner]) => [field, withoutNulls(inner)] as const));
}

/** The resource once the manifest is applied to it by server-side apply. Lists are replaced whole, as our CRDs have no others. */
export function withManifest(live: KubernetesObject | undefined, manifest: KubernetesObject): KubernetesObject {
  if (live === undefined) return { ...manifest, metadata: { ...manifest.metadata, generation: 1 } };
  const entries = managedFields(live).filter(({ subresource }) => subresource === undefined);
  const isOwn = ({ manager, operation }: (typeof entries)[number]): boolean =>
    manager === applyManager && operation === "Apply";
  const own = entries.find(isOwn)?.fields ?? {};
  const others = entries.filter((entry) => !isOwn(entry)).map(({ fields }) => fields);
  const left = trimmed(live, manifest, own, others) as Json;
  const whole = laid(left, manifest) as KubernetesObject;
  const moved = sameJson(live["spec"], whole["spec"]) ? 0 : 1;
  const { generation = 1 } = live.metadata;
  return { ...whole, metadata: { ...whole.metadata, generation: generation + moved } };
}

/** Without what was applied before, is not any more, and is nobody else's. */
function trimmed(found: unknown, wanted: unknown, own: Json, others: readonly Json[]): unknown {
  if (!isJson(found)) return found;
  const fields = Object.entries(found).flatMap(([field, value]) => {
    const owned = own[`f:${field}`];
    const said = isJson(wanted) ? wanted[field] : undefined;
    if (!isJson(owned)) return [[field, value] as const];
    const theirs = others.map((one) => one[`f:${field}`]).filter(isJson);
    const isLeaf = Object.keys(owned).every((key) => key === ".");
    if (isLeaf) return said === undefined && theirs.length === 0 ? [] : [[field, value] as const];
    const left = trimmed(value, said, owned, theirs);
    const isGone = said === undefined && theirs.length === 0 && isJson(left) && Object.keys(left).length === 0;
    return isGone ? [] : [[field, left] as const];
  });
  return Object.fromEntries(fields);
}

function laid(under: unknown, over: unknown): unknown {
  if (!isJson(over) || !isJson(under)) return over;
  const fields = Object.entries(over).map(([field, value]) => [field, laid(under[field], value)] as const);
  return { ...under, ...Object.fromEntries(fields) };
}

/** What people write in a resource, by which it is told whether somebody has changed it. */
export const writtenPart = (resource: KubernetesObject): Json => {
  const { labels = {}, annotations = {} } = part(resource, "metadata");
  return { metadata: { labels, annotations }, spec: part(resource, "spec") };
};
