import { apiVersionOf, type ResourceType } from "../kubernetes/resourceTypes.ts";

/** What a path of the API names: a collection, or one object, or a part of that. */
export interface ResourcePath {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** What follows the subresource, as in `…/services/x/proxy/jobs/overview`; begins with `/`, or empty. */
  readonly rest: string;
}

/** `undefined` for a path that is none of these types'. */
export function resourcePath(types: readonly ResourceType[], path: string): ResourcePath | undefined {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))\/(.+)$/.exec(path);
  const segments = (match?.[3] ?? "").split("/").map(decodeURIComponent);
  const inGroup = types.filter((type) => apiVersionOf(type) === (match?.[1] ?? match?.[2]));
  const [first, namespace, plural] = segments;
  const scoped = first === "namespaces" ? inGroup.find((type) => type.namespaced && type.plural === plural) : undefined;
  if (scoped !== undefined) return { type: scoped, namespace, ...within(segments.slice(3)) };
  const type = inGroup.find((each) => each.plural === first);
  return type === undefined ? undefined : { type, namespace: undefined, ...within(segments.slice(1)) };
}

function within([name, subresource, ...rest]: readonly string[]): Omit<ResourcePath, "type" | "namespace"> {
  return {
    name: name === "" ? undefined : name,
    subresource,
    rest: rest.length === 0 ? "" : `/${rest.join("/")}`,
  };
}
