import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { textAt, part } from "../../../../lib/core/objects/json.ts";
import { patched } from "../../../../lib/world/kubernetes/patches.ts";
import { resourceTypes } from "../../../../lib/world/kubernetes/resourceTypes.ts";
import type { Edit, HandEdit } from "../corpus/handEdit.ts";
import { applied, born, type Live, madeAnew, read, updated } from "./live.ts";

type Act = Pick<HandEdit, "edit" | "by">;

/** The object as it is found after one edit; undefined where that deleted it. */
export function afterEdit(wanted: KubernetesObject, { edit, by }: Act): KubernetesObject | undefined {
  if (edit.verb === "admit") return read(born(wanted, (object) => withMerged(object, edit.body)));
  const live = liveAfter(born(wanted), { edit, by });
  return live && read(live);
}

export function liveAfter(live: Live, { edit, by }: Act): Live | undefined {
  switch (edit.verb) {
    case "delete":
      return undefined;
    case "admit":
      throw new Error("a webhook is asked before an object is there");
    case "replace":
      return madeAnew(withMerged(live.object, edit.body), by);
    case "apply":
      return applied(live, edit.body, by);
    case "scale":
      return scaled(live, edit.replicas, by);
    case "text":
      return updated(live, withMerged(live.object, { data: fileEdited(live.object, edit) }), by);
    case "patch":
      return updated(live, patchedBy(live.object, edit), by);
  }
}

function scaled(live: Live, replicas: number, by: string): Live {
  const { owners, ...rest } = updated(live, withMerged(live.object, { spec: { replicas } }), `${by} scale`);
  if (replicas > 0) return { ...rest, owners };
  const isReplicas = (field: string) => field === JSON.stringify(["spec", "replicas"]);
  const left = [...owners].map(
    ([name, fields]) => [name, new Set([...fields].filter((one) => !isReplicas(one)))] as const,
  );
  return { ...rest, owners: new Map(left) };
}

export const withMerged = (object: KubernetesObject, body: object): KubernetesObject =>
  patchedBy(object, { type: "merge", body });

function patchedBy(object: KubernetesObject, { type, body }: Patch) {
  const resourceType = resourceTypes.find(({ kind }) => kind === object.kind);
  if (resourceType === undefined) throw new Error(`${object.kind} is not known`);
  return patched(resourceType, { ...object }, { type, body }) as KubernetesObject;
}

interface Patch {
  readonly type: "merge" | "strategic" | "json";
  readonly body: object;
}

function fileEdited(object: KubernetesObject, { file, from, to }: Extract<Edit, { readonly verb: "text" }>) {
  const text = textAt(part(object, "data"), file);
  if (text?.includes(from) !== true) throw new Error(`${object.metadata.name} has no '${from}' in ${file}`);
  return { [file]: from === "" ? `${text}${to}` : text.replace(from, () => to) };
}
