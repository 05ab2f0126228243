import jsonPatch from "fast-json-patch";
import type { Difference } from "../../../../lib/core/drift/difference.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";

const revision = "/metadata/annotations/deployment.kubernetes.io~1revision";
/** What the API server and its controllers write whenever an object is written. */
const served = ["/status", "/metadata/managedFields", "/metadata/resourceVersion", "/metadata/generation", revision];
/** What goes with the type of a Service. */
const ofType = [
  "/spec/allocateLoadBalancerNodePorts",
  "/spec/clusterIP",
  "/spec/clusterIPs",
  "/spec/externalTrafficPolicy",
  "/spec/internalTrafficPolicy",
  "/spec/ipFamilies",
  "/spec/ipFamilyPolicy",
  "/spec/ports",
];

/** Fields that were changed between two looks beside those that differed: by JSON pointer. */
export function touched(
  before: KubernetesObject,
  after: KubernetesObject | undefined,
  found: readonly Difference[],
): readonly string[] {
  const expected = [
    ...served,
    ...found.flatMap(({ path }) => (path === "/spec/type" ? [path, ...ofType] : [wholeOf(path)])),
  ];
  return jsonPatch
    .compare(before, after ?? {})
    .filter(({ op, path }) => !expected.some((one) => isIn(one, path) || (op === "add" && isIn(path, one))))
    .map(({ path }) => path);
}

const isIn = (outer: string, path: string): boolean => path === outer || path.startsWith(`${outer}/`);

/** Files and lists change as a whole. */
const wholeOf = (path: string): string =>
  /^(\/spec\/ports|\/metadata\/ownerReferences|\/data\/[^/]+)\//u.exec(path)?.[1] ?? path;
