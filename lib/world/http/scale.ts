import type { KubernetesObject } from "../../core/kubernetes.ts";
import { badRequest, noSuchResource } from "../kubernetes/apiError.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import { definedVersion } from "../kubernetes/installedTypes.ts";
import { type Patch, patched } from "../kubernetes/patches.ts";
import type { ResourceType } from "../kubernetes/resourceTypes.ts";
import { isObject, type JsonObject, objectAt, textAt } from "../simulation/json.ts";

/** Where a kind has its number of replicas, `undefined` for one that has no scale subresource. */
interface ScalePaths {
  readonly spec: readonly string[];
  readonly status: readonly string[];
  readonly selector: readonly string[];
}

const steps = (path: string | undefined): readonly string[] => (path ?? "").split(".").slice(1);

function scalePaths(api: ApiServer, type: ResourceType): ScalePaths | undefined {
  if (type.kind === "Deployment") return { spec: ["spec", "replicas"], status: ["status", "replicas"], selector: [] };
  const defined = objectAt(objectAt(definedVersion(api.store, type), "subresources"), "scale");
  const spec = steps(textAt(defined, "specReplicasPath"));
  if (spec.length === 0) return undefined;
  const status = steps(textAt(defined, "statusReplicasPath"));
  return { spec, status, selector: steps(textAt(defined, "labelSelectorPath")) };
}

/** autoscaling/v1 Scale: what `kubectl scale` and autoscalers read and write. */
export function readScale(api: ApiServer, object: KubernetesObject): JsonObject {
  const paths = scalePaths(api, api.typeOf(object.kind));
  if (paths === undefined) throw noSuchResource();
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: Number(valueAt(object, paths.spec) ?? 0) },
    status: { replicas: Number(valueAt(object, paths.status) ?? 0), selector: valueAt(object, paths.selector) },
  };
}

/** A patch of the Scale, or a whole one (as a merge patch of it). */
export function writeScale(
  api: ApiServer,
  object: KubernetesObject,
  patch: Exclude<Patch, { type: "apply" }>,
): JsonObject {
  const type = api.typeOf(object.kind);
  const paths = scalePaths(api, type);
  if (paths === undefined) throw noSuchResource();
  const scale = patched({ ...type, custom: true }, readScale(api, object), patch);
  const replicas = objectAt(scale, "spec")["replicas"];
  if (!Number.isInteger(replicas)) throw badRequest("spec.replicas has to be a whole number");
  const { resourceVersion } = objectAt(scale, "metadata");
  const spec = paths.spec.reduceRight<unknown>((inner, field) => ({ [field]: inner }), replicas) as JsonObject;
  const { namespace, name } = object.metadata;
  const body = { ...spec, metadata: { resourceVersion } };
  return readScale(api, api.patch({ kind: type.kind, namespace, name }, { type: "merge", body }, { manager: "scale" }));
}

const valueAt = (object: JsonObject, path: readonly string[]): unknown =>
  path.length === 0 ? undefined : path.reduce<unknown>((at, field) => (isObject(at) ? at[field] : undefined), object);
