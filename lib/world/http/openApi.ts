import { definedVersion } from "../kubernetes/installedTypes.ts";
import type { ObjectStore } from "../kubernetes/objectStore.ts";
import { apiVersionOf, type ResourceType } from "../kubernetes/resourceTypes.ts";
import { isObject, type JsonObject, objectAt } from "../simulation/json.ts";

const info = { title: "Kubernetes", version: "v1.36.0" };

const rootOf = (type: ResourceType): string => `${type.group === "" ? "api" : "apis"}/${apiVersionOf(type)}`;

/** GET /openapi/v3: where the document of each group and version is. */
export function openApiIndex(types: readonly ResourceType[]): JsonObject {
  const roots = [...new Set(types.map(rootOf))];
  const paths = roots.map((root) => [root, { serverRelativeURL: `/openapi/v3/${root}` }]);
  return { paths: Object.fromEntries(paths) };
}

/**
 * GET /openapi/v3/…: that the server validates fields and can run dry, which `kubectl` asks before it writes, and the
 * schemas of our own kinds, which `kubectl explain` shows. Built-in kinds are left for clients to know.
 */
export function openApiDocument(
  store: ObjectStore,
  types: readonly ResourceType[],
  root: string,
): JsonObject | undefined {
  const served = types.filter((type) => rootOf(type) === root);
  if (served.length === 0) return undefined;
  const schemas = served.filter(({ custom }) => custom).map((type) => [schemaName(type), schemaOf(store, type)]);
  return {
    openapi: "3.0.0",
    info,
    paths: Object.fromEntries(served.map((type) => [pathOf(type), pathItem(type)])),
    components: { schemas: Object.fromEntries(schemas) },
  };
}

/** GET /openapi/v2, for clients that ask for nothing newer. */
export const openApiV2: JsonObject = { swagger: "2.0", info, paths: {}, definitions: {} };

/** The same in protobuf, field 1 alone: kubectl takes nothing else when it meets a kind that it does not know. */
export const openApiV2InProtobuf = "\n\u00032.0";

const pathOf = (type: ResourceType): string =>
  `/${rootOf(type)}/${type.namespaced ? "namespaces/{namespace}/" : ""}${type.plural}/{name}`;

const schemaName = (type: ResourceType): string =>
  `${type.group.split(".").reverse().join(".")}.${type.version}.${type.kind}`;

function pathItem(type: ResourceType): JsonObject {
  const parameter = (name: string): JsonObject => ({
    name,
    in: "query",
    schema: { type: "string", uniqueItems: true },
  });
  const parameters = ["dryRun", "fieldManager", "fieldValidation", "force"].map(parameter);
  const of = { "x-kubernetes-group-version-kind": groupVersionKind(type), parameters };
  return {
    get: { ...of, "x-kubernetes-action": "get" },
    put: { ...of, "x-kubernetes-action": "put" },
    patch: { ...of, "x-kubernetes-action": "patch" },
  };
}

function schemaOf(store: ObjectStore, type: ResourceType): JsonObject {
  const schema = objectAt(objectAt(definedVersion(store, type), "schema"), "openAPIV3Schema");
  return { ...withoutRules(schema), "x-kubernetes-group-version-kind": [groupVersionKind(type)] };
}

const groupVersionKind = ({ group, version, kind }: ResourceType): JsonObject => ({ group, version, kind });

/** CEL rules are the server's business. */
function withoutRules(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).filter(([field]) => field !== "x-kubernetes-validations");
  return Object.fromEntries(entries.map(([field, value]) => [field, isObject(value) ? withoutRules(value) : value]));
}
