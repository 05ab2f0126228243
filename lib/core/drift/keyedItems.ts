import { isJson, type Json } from "../objects/json.ts";
import type { Item } from "./path.ts";

/** Lists that server-side apply merges item by item, and what tells items apart (`x-kubernetes-list-map-keys`). */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  volumes: ["name"],
  env: ["name"],
  imagePullSecrets: ["name"],
  volumeMounts: ["mountPath"],
  volumeDevices: ["devicePath"],
  hostAliases: ["ip"],
  ownerReferences: ["uid"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
};

/** What the API server fills in before it compares keys. */
const otherwise: Json = { protocol: "TCP" };

export interface KeyedItem {
  readonly step: Item;
  readonly value: Json;
}

/**
 * The items of such a list by what people call them; undefined where a list is compared as a whole. A Service's ports go by their names:
 * one whose number was edited is the same port.
 */
export function keyedItems(kind: string, field: string, list: unknown): ReadonlyMap<string, KeyedItem> | undefined {
  const fields = keyFields(kind, field);
  if (fields === undefined) return undefined;
  const values: readonly unknown[] = Array.isArray(list) ? list : [];
  const items = values.filter(isJson).map((given) => {
    const key = Object.fromEntries(fields.map((name) => [name, given[name] ?? otherwise[name]]));
    const value = { ...given, ...key };
    const name = kind === "Service" && field === "ports" ? value["name"] : undefined;
    const shown = typeof name === "string" ? name : Object.values(key).join("-");
    return [shown, { step: { shown, key }, value }] as const;
  });
  return new Map(items);
}

/** The item of the same name, or of the same key: a port that was renamed is the same port, too. */
export const sameItem = (
  items: ReadonlyMap<string, KeyedItem> | undefined,
  { shown, key }: Item,
): KeyedItem | undefined =>
  items?.get(shown) ??
  [...(items?.values() ?? [])].find(({ step }) => Object.keys(key).every((field) => step.key[field] === key[field]));

function keyFields(kind: string, field: string): readonly string[] | undefined {
  if (field === "ports") return kind === "Service" ? ["port", "protocol"] : ["containerPort", "protocol"];
  return Object.hasOwn(keys, field) ? keys[field] : undefined;
}
