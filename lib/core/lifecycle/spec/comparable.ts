/** A value whose scalars are all text. */
export type Comparable = string | readonly Comparable[] | { readonly [field: string]: Comparable };

/** Fields whose empty map means the same as none. An empty labelSelector is none of them: it selects everything. */
const maps = new Set([
  "metadata",
  "annotations",
  "labels",
  "nodeSelector",
  "matchLabels",
  "resources",
  "limits",
  "requests",
  "securityContext",
  "affinity",
  "nodeAffinity",
  "podAffinity",
  "podAntiAffinity",
  "lifecycle",
  "dnsConfig",
]);

/**
 * A value in the form in which two spellings of it are equal: without nulls, empty lists and empty maps (a recorded pod template
 * has lost them), with every scalar as text (`1` and `"1"` are the same quantity).
 */
export function comparable(value: unknown): Comparable | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value !== "object") return JSON.stringify(value);
  if (!Array.isArray(value)) return comparableFields(value);
  const list = value.map(comparable).filter((one) => one !== undefined);
  return list.length === 0 ? undefined : list;
}

function comparableFields(value: object): Comparable {
  const fields = Object.entries(value).flatMap(([name, inner]) => {
    const found = comparable(inner);
    return found === undefined || (maps.has(name) && isEmpty(found)) ? [] : [[name, found] as const];
  });
  return Object.fromEntries(fields);
}

export const isEmpty = (value: Comparable): boolean => typeof value === "object" && Object.keys(value).length === 0;

/** A pod template is compared without what makes it a Pod; an empty spec is as good as none. */
export function comparableTemplate(template: unknown): Comparable | undefined {
  if (typeof template !== "object" || template === null) return undefined;
  const spec = comparable("spec" in template ? template.spec : undefined);
  const asked = spec === undefined || isEmpty(spec) ? undefined : spec;
  return comparable({ ...template, spec: asked, apiVersion: undefined, kind: undefined, status: undefined });
}
