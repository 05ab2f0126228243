import { isSecretOption } from "../decisions/secretOption.ts";
import { type Comparable, comparable } from "../lifecycle/spec/comparable.ts";
import { leavesOf } from "../lifecycle/spec/leaves.ts";
import { hidden } from "../lifecycle/spec/secrets.ts";
import { shortened } from "../shortened.ts";

/** A value for people: `name=A, value=1`. Short, and without what its path, a name in it or the text itself says is a secret. */
export function shownValue(path: string, value: unknown): string | undefined {
  const found = comparable(value);
  if (found !== undefined && isSecretOption(path.slice(path.lastIndexOf("/") + 1))) return hidden;
  const leaves = leavesOf(path, found && inOrder(found));
  const texts = leaves.map((leaf) =>
    leaf.path === path ? leaf.shown : `${leaf.path.slice(path.length + 1)}=${leaf.shown}`,
  );
  return leaves.length === 0 ? undefined : shortened(texts.join(", "));
}

/** Keys come in any order from an API server. */
function inOrder(value: Comparable): Comparable {
  if (typeof value === "string") return value;
  if (isList(value)) return value.map(inOrder);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([field, inner]) => [field, inOrder(inner)] as const));
}

const isList = (value: Comparable): value is readonly Comparable[] => Array.isArray(value);
