import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { FieldPath } from "./fieldOwnership.ts";
import { applyMergeKey } from "./mergeKeys.ts";
import type { Owners } from "./serverSideApply.ts";

/** When each manager came by last, by the same names as `Owners`: RFC 3339 in whole seconds. */
export type OwnerTimes = ReadonlyMap<string, string>;

/** `metadata.managedFields`, as an API server tells who has set which field. */
export function managedFieldsOf(object: KubernetesObject, owners: Owners, times: OwnerTimes): readonly object[] {
  return [...owners]
    .filter(([, fields]) => fields.size > 0)
    .map(([key, fields]) => {
      const [, operation, manager = "", subresource] = /^(apply|update):([^ ]+)(?: (.+))?$/.exec(key) ?? [];
      return {
        manager,
        operation: operation === "apply" ? "Apply" : "Update",
        apiVersion: object.apiVersion,
        time: times.get(key),
        fieldsType: "FieldsV1",
        fieldsV1: knownFieldsV1(object.kind, fields),
        ...(subresource === undefined ? {} : { subresource }),
      };
    });
}

/** Fields of one kind; those of one manager stay the same ones while others write. */
const known = new WeakMap<ReadonlySet<FieldPath>, Tree>();

function knownFieldsV1(kind: string, fields: ReadonlySet<FieldPath>): Tree {
  const tree = known.get(fields) ?? fieldsV1(kind, fields);
  known.set(fields, tree);
  return tree;
}

type Tree = { [key: string]: Tree };

function fieldsV1(kind: string, fields: ReadonlySet<FieldPath>): Tree {
  const tree: Tree = {};
  const items: Tree[] = [];
  for (const field of fields) {
    const steps = JSON.parse(field) as readonly string[];
    const keys = steps.map((step, at) => keyOf(kind, steps.slice(0, at), step));
    const last = keys.reduce<Tree>((node, key) => (node[key] ??= {}), tree);
    if (keys.at(-1)?.startsWith("k:") === true) items.push(last);
  }
  // An item that is one value has nothing in it.
  for (const item of items) if (Object.keys(item).length > 0) item["."] = {};
  return tree;
}

/** `[["flink-main-container"]]` is the item of a list whose name that is. */
function keyOf(kind: string, above: readonly string[], step: string): string {
  if (!step.startsWith("[")) return `f:${step}`;
  const path = above.filter((one) => !one.startsWith("["));
  const names = applyMergeKey(kind, path, false) ?? [];
  const values = JSON.parse(step.slice(1, -1)) as readonly unknown[];
  return `k:${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, values[at]])))}`;
}
