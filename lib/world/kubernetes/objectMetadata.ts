import type { KubernetesObject, ObjectMeta } from "../../core/kubernetes.ts";
import { isObject, type JsonObject, objectAt } from "../simulation/json.ts";
import { badRequest } from "./apiError.ts";
import { apiVersionOf, type ResourceType } from "./resourceTypes.ts";

/** What the API server itself writes into metadata, whatever a client sends. */
const serverOwned = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
] as const;

/** The object as a client sent it, with the kind and namespace of the path it was sent to. Nulls count as absent. */
export function asSent(type: ResourceType, namespace: string, body: unknown): KubernetesObject {
  if (!isObject(body)) throw badRequest("the body has to be an object");
  const metadata = objectAt(body, "metadata");
  const inBody = metadata["namespace"];
  if (type.namespaced && typeof inBody === "string" && inBody !== namespace)
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request (${inBody}, ${namespace})`,
    );
  const clean = withoutNulls(body);
  return {
    ...clean,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...objectAt(clean, "metadata"),
      name: typeof metadata["name"] === "string" ? metadata["name"] : "",
      ...(type.namespaced ? { namespace } : {}),
    },
  };
}

/** The metadata a client may set, with the rest as the server has it. */
export function metadataOver(server: ObjectMeta, sent: ObjectMeta): ObjectMeta {
  const kept = Object.fromEntries(
    Object.entries(sent).filter(([field, value]) => !isServerOwned(field) && !isEmpty(value)),
  );
  const own = Object.fromEntries(Object.entries(server).filter(([field]) => isServerOwned(field)));
  return { ...kept, ...own, name: server.name };
}

const isServerOwned = (field: string): boolean => (serverOwned as readonly string[]).includes(field);

const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;

/** The object itself where there are none. */
function withoutNulls(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  const left = entries.flatMap(([field, value]) =>
    value === null || value === undefined ? [] : [[field, isObject(value) ? withoutNulls(value) : value] as const],
  );
  const isSame = left.length === entries.length && left.every(([field, value]) => value === object[field]);
  return isSame ? object : Object.fromEntries(left);
}
