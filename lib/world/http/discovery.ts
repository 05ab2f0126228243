import { apiVersionOf, type ResourceType } from "../kubernetes/resourceTypes.ts";
import type { JsonObject } from "../simulation/json.ts";

const version = {
  major: "1",
  minor: "36",
  gitVersion: "v1.36.0+flink-fleet-world",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "2026-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "linux/amd64",
};

/** What a client asks to learn which kinds there are. `undefined` for any other path. */
export function discovery(types: readonly ResourceType[], path: string): JsonObject | undefined {
  if (path === "/version") return version;
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groups(types) };
  const groupVersion = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))$/.exec(path);
  const served = types.filter((type) => apiVersionOf(type) === (groupVersion?.[1] ?? groupVersion?.[2]));
  if (served.length > 0) return resourceList(served);
  const group = /^\/apis\/([^/]+)$/.exec(path)?.[1];
  return groups(types).find((each) => each["name"] === group);
}

function groups(types: readonly ResourceType[]): readonly JsonObject[] {
  const names = new Map(types.filter(({ group }) => group !== "").map((type) => [type.group, type]));
  return [...names.values()].map((type) => {
    const groupVersion = { groupVersion: apiVersionOf(type), version: type.version };
    return {
      kind: "APIGroup",
      apiVersion: "v1",
      name: type.group,
      versions: [groupVersion],
      preferredVersion: groupVersion,
    };
  });
}

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

function resourceList(types: readonly ResourceType[]): JsonObject {
  const [first] = types;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: first === undefined ? "" : apiVersionOf(first),
    resources: types.flatMap((type) => [
      {
        name: type.plural,
        singularName: type.kind.toLowerCase(),
        namespaced: type.namespaced,
        kind: type.kind,
        verbs,
        shortNames: type.shortNames,
        ...(type.kind === "Pod" || type.kind === "Deployment" || type.kind === "Service"
          ? { categories: ["all"] }
          : {}),
      },
      ...subresources(type),
    ]),
  };
}

function subresources(type: ResourceType): readonly JsonObject[] {
  const of = (name: string, kind: string, allowed: readonly string[]): JsonObject => ({
    name: `${type.plural}/${name}`,
    singularName: "",
    namespaced: type.namespaced,
    kind,
    verbs: allowed,
  });
  const write = ["get", "patch", "update"];
  const scale = { ...of("scale", "Scale", write), group: "autoscaling", version: "v1" };
  return [
    ...(type.hasStatus ? [of("status", type.kind, write)] : []),
    ...(type.kind === "Deployment" || type.kind === "FlinkDeployment" ? [scale] : []),
    ...(type.kind === "Service" ? [of("proxy", "ServiceProxyOptions", ["create", "delete", ...write])] : []),
  ];
}
