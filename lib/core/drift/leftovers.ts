import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, type Json } from "../objects/json.ts";
import type { Found } from "./compared.ts";
import { keyedItems, sameItem } from "./keyedItems.ts";
import { isOurs, itemKey, managedFields } from "./managedFields.ts";
import { fieldAt, type Path, type Step } from "./path.ts";
import { saysNothing } from "./saysNothing.ts";

/**
 * Fields that flink-fleet once applied, that are still there, and that nobody wants any more. What it created says nothing of this: the
 * API server's own defaults are then held to be its as well.
 */
export function leftovers(wanted: KubernetesObject, live: KubernetesObject): readonly Found[] {
  return managedFields(live)
    .filter((entry) => isOurs(entry) && entry.operation === "Apply")
    .flatMap(({ fields }) => within({ kind: live.kind, path: [], wanted, found: live }, fields));
}

interface Spot {
  readonly kind: string;
  readonly path: Path;
  readonly wanted: unknown;
  readonly found: unknown;
}

function within(spot: Spot, owned: Json): readonly Found[] {
  return Object.entries(owned).flatMap(([key, parts]) => {
    const next = stepTo(spot, key);
    return next === undefined || !isJson(parts) ? [] : left(next, parts);
  });
}

function left(spot: Spot, owned: Json): readonly Found[] {
  const { path, wanted, found } = spot;
  if (saysNothing(fieldAt(path), found)) return [];
  const isWhole = Object.keys(owned).length === 0 || owned["."] !== undefined;
  if (isWhole && saysNothing(fieldAt(path), wanted)) return [{ path, wanted: undefined, found }];
  return within(spot, owned);
}

function stepTo(spot: Spot, key: string): Spot | undefined {
  if (key.startsWith("f:")) {
    const field = key.slice(2);
    return { ...spot, path: [...spot.path, field], wanted: at(spot.wanted, field), found: at(spot.found, field) };
  }
  const named = itemKey(key);
  const item = named === undefined ? undefined : itemOf(spot, named);
  if (item === undefined) return undefined;
  const wanted = sameItem(keyedItems(spot.kind, fieldAt(spot.path), spot.wanted), item.step)?.value;
  const path: readonly Step[] = [...spot.path, item.step];
  return { ...spot, path, wanted, found: item.value };
}

const at = (value: unknown, field: string): unknown => (isJson(value) ? value[field] : undefined);

function itemOf(
  { kind, path, found }: Spot,
  named: Json,
): { readonly step: Exclude<Step, string>; readonly value: Json } | undefined {
  const items = [...(keyedItems(kind, fieldAt(path), found)?.values() ?? [])];
  return items.find(({ step }) => Object.entries(step.key).every(([field, value]) => named[field] === value));
}
