import { isJson, type Json } from "../objects/json.ts";
import { keyedItems, sameItem } from "./keyedItems.ts";
import { fieldAt, type Path } from "./path.ts";
import { sameScalar } from "./sameScalar.ts";
import { sameWhole } from "./sameWhole.ts";
import { saysNothing } from "./saysNothing.ts";

/** A field that differs, with the values themselves. */
export interface Found {
  readonly path: Path;
  readonly wanted: unknown;
  readonly found: unknown;
}

export interface Place {
  /** Of the object: a Service's ports have other keys than a container's. */
  readonly kind: string;
  readonly path: Path;
}

/** Maps that are one value to the API server: whoever adds a key to them has changed them. */
const wholeMaps = new Set(["selector", "nodeSelector"]);

/** Where what is there does not do what is wanted. What is not wanted is not looked at, but in lists and maps that are one value. */
export function compared(place: Place, wanted: unknown, found: unknown): readonly Found[] {
  const { kind, path } = place;
  const field = fieldAt(path);
  if (saysNothing(field, wanted)) return [];
  if (Array.isArray(wanted)) {
    const items = keyedItems(kind, field, wanted);
    return items === undefined ? comparedWhole(place, wanted, found) : comparedItems(place, items, found);
  }
  if (!isJson(wanted)) return sameScalar(within(path), field, wanted, found) ? [] : [{ path, wanted, found }];
  return wholeMaps.has(field) ? comparedWhole(place, wanted, found) : comparedMap(place, wanted, found);
}

function comparedMap(place: Place, wanted: Json, found: unknown): readonly Found[] {
  const field = fieldAt(place.path);
  if (isJson(found)) return comparedFields(place, wanted, found);
  // The API server leaves the whole map out with the last of its texts.
  if (field === "labels" || field === "annotations") return comparedFields(place, wanted, {});
  const isMissed = Object.keys(wanted).length === 0 || comparedFields(place, wanted, {}).length > 0;
  return isMissed ? [{ path: place.path, wanted, found }] : [];
}

const comparedWhole = ({ path }: Place, wanted: unknown, found: unknown): readonly Found[] =>
  sameWhole(path, wanted, found) ? [] : [{ path, wanted, found }];

const comparedFields = ({ kind, path }: Place, wanted: Json, found: Json): readonly Found[] =>
  Object.entries(wanted).flatMap(([field, inner]) => compared({ kind, path: [...path, field] }, inner, found[field]));

function comparedItems(
  { kind, path }: Place,
  wanted: NonNullable<ReturnType<typeof keyedItems>>,
  found: unknown,
): readonly Found[] {
  const live = keyedItems(kind, fieldAt(path), found);
  return [...wanted].flatMap(([shown, { step, value }]) => {
    const same = sameItem(live, step);
    if (same === undefined) return [{ path: [...path, step], wanted: value, found: undefined }];
    return comparedFields({ kind, path: [...path, { ...same.step, shown }] }, value, same.value);
  });
}

const within = (path: Path): string => {
  const step = path.at(-2);
  return typeof step === "string" ? step : "";
};
