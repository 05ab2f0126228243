import { sentence } from "../api/problem.ts";
import { readResource, type Resource } from "../api/read.ts";
import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";

type Of<K extends Resource["kind"]> = Extract<Resource, { readonly kind: K }>;

/** A session cluster is looked at with each of its jobs. */
const known = new WeakMap<KubernetesObject, ReturnType<typeof readResource>>();

/** Reads one of our kinds. One that our CRD would not have let in is the fault `rejected`. */
export function readable<K extends Resource["kind"]>(kind: K, object: KubernetesObject): Of<K> {
  const { namespace, name } = object.metadata;
  const what = `${kind} ${namespace}/${name}`;
  const read = known.get(object) ?? readResource(object);
  known.set(object, read);
  if (read.kind === "valid" && isKind(kind, read.value)) return read.value;
  const because = read.kind === "valid" ? `it is a ${read.value.kind}` : read.problems.map(sentence).join("; ");
  throw new Faulted({ kind: "rejected", what, because });
}

const isKind = <K extends Resource["kind"]>(kind: K, resource: Resource): resource is Of<K> => resource.kind === kind;
