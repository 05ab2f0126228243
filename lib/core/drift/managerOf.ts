import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, type Json } from "../objects/json.ts";
import { isOurs, itemKey, managedFields, type FieldManager, type ManagedFields } from "./managedFields.ts";
import type { Path } from "./path.ts";

/**
 * Who has set the field at a path, and when. Of several who agree on its value a stranger is told before flink-fleet, then the one
 * that came last. undefined where nobody is known: the field is not there, or came by a webhook.
 */
export function managerOf(live: KubernetesObject, path: Path): FieldManager | undefined {
  const [first] = managedFields(live)
    .filter(({ fields }) => owns(fields, path))
    .toSorted((a, b) => Number(isOurs(a)) - Number(isOurs(b)) || timeOf(b) - timeOf(a));
  if (first === undefined) return undefined;
  const { fields: _fields, ...manager } = first;
  return manager;
}

const timeOf = ({ at }: ManagedFields): number => at ?? 0;

/** Whoever owns a field without parts owns all that is in it. */
function owns(node: Json, [step, ...rest]: Path): boolean {
  if (step === undefined || Object.keys(node).length === 0) return true;
  const inner = typeof step === "string" ? node[`f:${step}`] : itemNode(node, step.key);
  return isJson(inner) && owns(inner, rest);
}

function itemNode(node: Json, key: Json): unknown {
  return Object.entries(node).find(([name]) => {
    const named = itemKey(name);
    return named !== undefined && Object.keys(key).every((field) => named[field] === key[field]);
  })?.[1];
}
