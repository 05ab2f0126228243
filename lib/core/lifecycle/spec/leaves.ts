import type { Comparable } from "./comparable.ts";
import { carriesSecret, hidden, looksSecret } from "./secrets.ts";

export interface Leaf {
  /** `podTemplate.spec.containers.0.image` */
  readonly path: string;
  /** A list of scalars is one value: `[--input, s3://b]`. */
  readonly text: string;
  /** What may be shown of it: short, and without secrets. */
  readonly shown: string;
}

const longest = 120;

/** Every value within a value. */
export const leavesOf = (path: string, value: Comparable | undefined): readonly Leaf[] =>
  value === undefined ? [] : leaves(path, value, looksSecret(path));

function leaves(path: string, value: Comparable, secret: boolean): readonly Leaf[] {
  if (typeof value === "string") return [leaf(path, value, secret)];
  if (isList(value)) return listLeaves(path, value, secret);
  const fields = Object.entries(value);
  if (fields.length === 0) return [leaf(path, "{}", secret)];
  // An entry of `env`: its name says what its value is.
  const named = typeof value["name"] === "string" && looksSecret(value["name"]);
  return fields.flatMap(([field, inner]) =>
    leaves(`${path}.${field}`, inner, secret || looksSecret(field) || (named && field === "value")),
  );
}

function listLeaves(path: string, list: readonly Comparable[], secret: boolean): readonly Leaf[] {
  if (list.every((one) => typeof one === "string")) return [leaf(path, `[${list.join(", ")}]`, secret)];
  return list.flatMap((one, index) => leaves(`${path}.${index}`, one, secret));
}

const isList = (value: Comparable): value is readonly Comparable[] => Array.isArray(value);

function leaf(path: string, text: string, secret: boolean): Leaf {
  if (secret || carriesSecret(text)) return { path, text, shown: hidden };
  return { path, text, shown: text.length > longest ? `${text.slice(0, longest - 1)}…` : text };
}
