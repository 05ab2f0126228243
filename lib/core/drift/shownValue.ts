import { comparable } from "../lifecycle/spec/comparable.ts";
import { leavesOf } from "../lifecycle/spec/leaves.ts";
import { shortened } from "../shortened.ts";

/** A value for people: `name=A, value=1`. Short, and without what its path, a name in it or the text itself says is a secret. */
export function shownValue(path: string, value: unknown): string | undefined {
  const leaves = leavesOf(path, comparable(value));
  const texts = leaves.map((leaf) =>
    leaf.path === path ? leaf.shown : `${leaf.path.slice(path.length + 1)}=${leaf.shown}`,
  );
  return leaves.length === 0 ? undefined : shortened(texts.join(", "));
}
