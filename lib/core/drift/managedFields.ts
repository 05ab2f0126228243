import type { KubernetesObject } from "../kubernetes.ts";
import { isJson, items, part, textAt, type Json } from "../objects/json.ts";
import { type Instant, parsedInstant } from "../time.ts";

/** Who has set a field, as `metadata.managedFields` tells it: `kubectl-edit`, `flink-fleet`, `kube-controller-manager`. */
export interface FieldManager {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  /** `scale` where it came by `kubectl scale` or an autoscaler. */
  readonly subresource: string | undefined;
  /** When it last changed anything in this object; undefined where that is not told. */
  readonly at: Instant | undefined;
}

export interface ManagedFields extends FieldManager {
  /** FieldsV1: `f:field`, `k:{"name":"an item"}`, `.` for the thing itself. */
  readonly fields: Json;
}

export function managedFields(live: KubernetesObject): readonly ManagedFields[] {
  return items(part(live, "metadata"), "managedFields").flatMap((entry) => {
    const manager = textAt(entry, "manager");
    const fields = entry["fieldsV1"];
    if (manager === undefined || !isJson(fields)) return [];
    const time = textAt(entry, "time");
    return [
      {
        manager,
        operation: entry["operation"] === "Apply" ? ("Apply" as const) : ("Update" as const),
        subresource: textAt(entry, "subresource"),
        at: time === undefined ? undefined : parsedInstant(time),
        fields,
      },
    ];
  });
}

/** Under which flink-fleet writes the objects of Flink clusters. */
export const isOurs = ({ manager }: FieldManager): boolean => manager === "flink-fleet";

/** The item of a keyed list that this key of FieldsV1 names; undefined where it names none. */
export function itemKey(key: string): Json | undefined {
  if (!key.startsWith("k:")) return undefined;
  const read: unknown = JSON.parse(key.slice(2));
  return isJson(read) ? read : undefined;
}
