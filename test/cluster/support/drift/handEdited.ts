import { pathOf, pathTo } from "../../../../lib/adapters/kubernetes/paths.ts";
import type { Call } from "../../../../lib/adapters/kubernetes/connection.ts";
import type { KubernetesObject, ObjectRef } from "../../../../lib/core/kubernetes.ts";
import { part, textAt } from "../../../../lib/core/objects/json.ts";
import { merged } from "../../../../lib/core/triggers/json.ts";
import type { Edit } from "../../../core/drift/corpus/handEdit.ts";
import { eventually } from "../eventually.ts";
import type { Plane } from "./plane.ts";

const types = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** Carries an edit out by the request that `kubectl` or a controller would send, under their name. Webhooks are not asked here. */
export async function handEdited(
  plane: Plane,
  ref: ObjectRef,
  { edit, by }: { readonly edit: Edit; readonly by: string },
): Promise<void> {
  const before = await plane.cluster.read(ref);
  if (before === undefined) throw new Error(`${ref.kind} ${ref.name} is not there`);
  if (edit.verb === "delete" || edit.verb === "replace") await deleted(plane, ref, before);
  const call = callOf(edit, before, ref);
  if (call !== undefined) await sent(plane, { ...call, query: { ...call.query, fieldManager: by } });
}

type Request = Omit<Call, "what">;

function callOf(edit: Edit, before: KubernetesObject, ref: ObjectRef): Request | undefined {
  const patch = (type: keyof typeof types, body: unknown, path = pathTo(ref)): Request => ({
    method: "PATCH",
    path,
    contentType: types[type],
    body,
  });
  switch (edit.verb) {
    case "patch":
      return patch(edit.type, edit.body);
    case "text":
      return patch("merge", { data: fileEdited(before, edit) });
    case "scale":
      return patch("merge", { spec: { replicas: edit.replicas } }, pathTo(ref, "scale"));
    case "apply":
      return { ...patch("apply", applied(before, edit.body)), query: { force: "true" } };
    case "replace":
      return { method: "POST", path: pathOf(ref.kind, ref.namespace), body: merged(anew(before), edit.body) };
    case "delete":
    case "admit":
      return undefined;
  }
}

async function sent({ connection }: Plane, call: Request): Promise<void> {
  const { status, text } = await connection.send({ ...call, what: "hand edit" });
  if (status >= 300) throw new Error(`${call.method} ${call.path} was answered ${status}: ${text}`);
}

async function deleted({ cluster }: Plane, ref: ObjectRef, { metadata: { uid } }: KubernetesObject): Promise<void> {
  await cluster.remove(ref, { uid, propagation: "Background" });
  await eventually(
    "the deletion",
    () => cluster.read(ref),
    (found) => found === undefined,
  );
}

const applied = ({ apiVersion, kind, metadata: { name } }: KubernetesObject, body: object) => {
  const { metadata, ...rest } = body as { readonly metadata?: object };
  return { apiVersion, kind, ...rest, metadata: { name, ...metadata } };
};

function anew({ status: _status, ...object }: KubernetesObject) {
  const { name, labels, annotations, ownerReferences } = object.metadata;
  return {
    ...object,
    metadata: { name, labels, annotations, ownerReferences },
    spec: { ...part(object, "spec"), clusterIPs: null },
  };
}

function fileEdited(object: KubernetesObject, { file, from, to }: Extract<Edit, { readonly verb: "text" }>) {
  const text = textAt(part(object, "data"), file);
  if (text?.includes(from) !== true) throw new Error(`${object.metadata.name} has no '${from}' in ${file}`);
  return { [file]: from === "" ? `${text}${to}` : text.replace(from, () => to) };
}
