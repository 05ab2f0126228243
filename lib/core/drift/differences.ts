import { kinds, type KindName, type KubernetesObject, type ObjectRef } from "../kubernetes.ts";
import { part } from "../objects/json.ts";
import { additions } from "./additions.ts";
import { compared, type Found } from "./compared.ts";
import { comparedData } from "./comparedData.ts";
import type { Difference } from "./difference.ts";
import { leftovers } from "./leftovers.ts";
import { isOurs } from "./managedFields.ts";
import { managerOf } from "./managerOf.ts";
import { pathText } from "./path.ts";
import { shownValue } from "./shownValue.ts";

/**
 * How the live object differs from what is wanted of it, field by field; it is compared whole, with `metadata.managedFields`. What wanted
 * does not set is others' business, unless flink-fleet has applied it before. `undefined`: the object is known not to be there.
 */
export function differences(wanted: KubernetesObject, live: KubernetesObject | undefined): readonly Difference[] {
  const object = refOf(wanted);
  if (live === undefined) return [missing(object)];
  const { deletionTimestamp } = live.metadata;
  const going = { path: ["metadata", "deletionTimestamp"], wanted: undefined, found: deletionTimestamp };
  const found = deletionTimestamp === undefined ? allFound(wanted, live) : [going];
  return found.map((one) => difference(object, live, one));
}

/** Of an object that is not there. */
export const missing = (object: ObjectRef): Difference => ({
  object,
  path: "",
  wanted: "present",
  found: undefined,
  by: undefined,
  asMade: false,
});

const ownedMetadata = ["labels", "annotations", "ownerReferences"] as const;

function allFound(wanted: KubernetesObject, live: KubernetesObject): readonly Found[] {
  const { kind, metadata } = wanted;
  const fields = Object.keys(wanted).filter(
    (field) => !["apiVersion", "kind", "metadata", "data", "status"].includes(field),
  );
  return [
    ...ownedMetadata.flatMap((field) =>
      compared({ kind, path: ["metadata", field] }, metadata[field], live.metadata[field]),
    ),
    ...fields.flatMap((field) => compared({ kind, path: [field] }, wanted[field], live[field])),
    ...comparedData(wanted["data"], live["data"]),
    ...leftovers(wanted, live),
    ...additions(wanted, live),
  ];
}

function difference(object: ObjectRef, live: KubernetesObject, { path, wanted, found }: Found): Difference {
  const text = pathText(path);
  // A file has one owner, whichever of its lines are there; what is missing elsewhere has none.
  const by = found === undefined && path[0] !== "data" ? undefined : managerOf(live, path);
  return {
    object,
    path: text,
    wanted: shownValue(text, wanted),
    found: shownValue(text, found),
    by,
    asMade: (by !== undefined && isOurs(by)) || (by === undefined && path[0] === "spec" && isUntouched(live)),
  };
}

/** The generation counts changes of the spec. */
const isUntouched = (live: KubernetesObject): boolean =>
  live.kind === "Deployment" && part(live, "metadata")["generation"] === 1;

/** Throws TypeError for what flink-fleet never makes. */
export function refOf({ kind, metadata }: KubernetesObject): ObjectRef {
  if (!isKnown(kind)) throw new TypeError(`${kind} ${metadata.name} is not of a kind that flink-fleet makes`);
  return { kind, namespace: metadata.namespace ?? "default", name: metadata.name };
}

const isKnown = (kind: string): kind is KindName => Object.hasOwn(kinds, kind);
