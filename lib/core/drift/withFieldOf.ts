import type { KubernetesObject } from "../kubernetes.ts";
import { isJson } from "../objects/json.ts";
import { type KeyedItem, keyedItems, sameItem } from "./keyedItems.ts";
import { namesIn } from "./path.ts";

/** One object with one field of another: set, replaced, or taken out. The path is that of a difference between the two. */
export function withFieldOf(target: KubernetesObject, source: KubernetesObject, path: string): KubernetesObject {
  return taken({ kind: target.kind, field: "" }, namesIn(path), [target, source]) as KubernetesObject;
}

interface Spot {
  readonly kind: string;
  readonly field: string;
}

type Both = readonly [target: unknown, source: unknown];

function taken(spot: Spot, [name, ...rest]: readonly string[], [there, source]: Both): unknown {
  if (name === undefined) return source;
  const target = there ?? emptyLike(source);
  if (Array.isArray(target)) return itemTaken(spot, [name, ...rest], [target, source]);
  // A file is told by its options, and taken whole.
  if (!isJson(target)) return source;
  const { [name]: before, ...others } = target;
  const after = taken({ ...spot, field: name }, rest, [before, isJson(source) ? source[name] : undefined]);
  return after === undefined ? others : { ...target, [name]: after };
}

function emptyLike(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  return isJson(value) ? {} : undefined;
}

function itemTaken(spot: Spot, [name = "", ...rest]: readonly string[], [target, source]: Both): unknown {
  const { kind, field } = spot;
  const [theirs, ours] = [keyedItems(kind, field, target), keyedItems(kind, field, source)];
  if (theirs === undefined) return source;
  const step = (ours?.get(name) ?? theirs.get(name))?.step;
  if (step === undefined) return target;
  const before = sameItem(theirs, step);
  const after = taken({ kind, field: "" }, rest, [before?.value, sameItem(ours, step)?.value]);
  return replaced(spot, [...theirs.values()], { before, after });
}

/** Whoever has taken the item's key in the meantime has to go: no two may have the same. */
function replaced(
  { kind, field }: Spot,
  items: readonly KeyedItem[],
  { before, after }: { readonly before: KeyedItem | undefined; readonly after: unknown },
): readonly unknown[] {
  const [key] = [...(keyedItems(kind, field, [after])?.values() ?? [])].map(({ step }) => JSON.stringify(step.key));
  const isOther = (item: KeyedItem): boolean => JSON.stringify(item.step.key) !== key;
  const all = items.flatMap((item) => (item === before ? [after] : isOther(item) ? [item.value] : []));
  return (before === undefined ? [...all, after] : all).filter((item) => item !== undefined);
}
