/** A step from an object into it: a field, or the item of a keyed list (its key fields and their values, as JSON). */
export type Step = string;

/**
 * The fields by which items of a list are told apart in a strategic merge patch (`patchMergeKey` in the Go types),
 * `undefined` for a list that is replaced as a whole.
 */
export function strategicMergeKey(kind: string, path: readonly Step[]): readonly string[] | undefined {
  const field = path.at(-1) ?? "";
  if (field === "ports") return kind === "Service" ? ["port"] : ["containerPort"];
  if (field === "topologySpreadConstraints") return ["topologyKey"];
  return commonKeys[field];
}

/**
 * The same for server-side apply (`x-kubernetes-list-map-keys`). Of our own kinds only the conditions and what is in
 * metadata have keys: pod templates are untyped there.
 */
export function applyMergeKey(kind: string, path: readonly Step[], custom: boolean): readonly string[] | undefined {
  const field = path.at(-1) ?? "";
  if (custom && path[0] === "spec") return undefined;
  if (field === "ports") return kind === "Service" ? ["port", "protocol"] : ["containerPort", "protocol"];
  if (field === "topologySpreadConstraints") return ["topologyKey", "whenUnsatisfiable"];
  return commonKeys[field];
}

/** Lists of plain values that are merged as sets. */
export const isSet = (path: readonly Step[]): boolean => path.at(-1) === "finalizers";

/**
 * Maps that are one value (`x-kubernetes-map-type: atomic`), and so have one owner each: whoever adds a key has changed them. Owners are such
 * maps as well, in a list with keys.
 */
export const isAtomic = (path: readonly Step[], custom: boolean): boolean =>
  !(custom && path[0] === "spec") && atomicMaps.has(path.at(-1) ?? "");

const atomicMaps = new Set([
  "selector",
  "nodeSelector",
  "labelSelector",
  "namespaceSelector",
  "fieldRef",
  "resourceFieldRef",
  "configMapKeyRef",
  "secretKeyRef",
  "ownerReferences",
]);

const commonKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  volumes: ["name"],
  env: ["name"],
  imagePullSecrets: ["name"],
  secrets: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  hostAliases: ["ip"],
  ownerReferences: ["uid"],
  conditions: ["type"],
};

/** What the API server fills in before it compares keys. */
const keyDefaults: Readonly<Record<string, string>> = { protocol: "TCP" };

/** The key of one item, the same for every item that is the same one. */
export const keyOfItem = (keys: readonly string[], item: unknown): string =>
  JSON.stringify(keys.map((key) => (item as Readonly<Record<string, unknown>>)[key] ?? keyDefaults[key] ?? null));
