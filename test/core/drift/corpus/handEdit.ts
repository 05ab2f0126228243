import type { DriftClass } from "../../../../lib/core/drift/driftClass.ts";
import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import type { ClusterName } from "../support/clusters.ts";

type Json = Readonly<Record<string, unknown>>;

/** What somebody does to one object: plain data, so that it can be done by `kubectl` as well. */
export type Edit =
  /** `kubectl patch --type TYPE --patch BODY`: also what `kubectl edit`, `set`, `label` and `annotate` come to. */
  | { readonly verb: "patch"; readonly type: "json"; readonly body: readonly Json[] }
  | { readonly verb: "patch"; readonly type: "merge" | "strategic"; readonly body: Json }
  /** `kubectl edit` of a file in a ConfigMap: one text for another; an empty `from` puts it at the end. */
  | { readonly verb: "text"; readonly file: string; readonly from: string; readonly to: string }
  /** `kubectl scale`, or an autoscaler: by the subresource. */
  | { readonly verb: "scale"; readonly replicas: number }
  /** `kubectl apply --server-side --force-conflicts`: what is applied, without apiVersion, kind and name. */
  | { readonly verb: "apply"; readonly body: Json }
  | { readonly verb: "delete" }
  /** `kubectl replace --force`: deleted, and made anew as it was but for a merge patch. */
  | { readonly verb: "replace"; readonly body: Json }
  /** A webhook's merge patch, at the creation of the object: not to be done with kubectl. */
  | { readonly verb: "admit"; readonly body: Json };

export interface HandEdit {
  readonly name: string;
  readonly cluster: ClusterName;
  readonly object: Pick<KubernetesObject, "kind"> & { readonly name: string };
  readonly edit: Edit;
  /** Field manager that the edit is made under: `kubectl … --field-manager`. */
  readonly by: string;
  /** Whether processes were last started before or after the edit; left out: not known. */
  readonly lastStart?: "before" | "after";
  /** Every difference that is to be found, and its class; without those that were there as it was made. */
  readonly expected: readonly (readonly [path: string, as: DriftClass])[];
}

/** Whom `managedFields` name for it. Nobody, where replicas came to 0 by the subresource: the API server forgets who owns a 0 then. */
export const toldBy = ({ edit, by }: Pick<HandEdit, "edit" | "by">): string | undefined =>
  edit.verb === "scale" && edit.replicas === 0 ? undefined : by;

/** An edit that is told in one line: what, in which cluster, and what is to be found. */
export const edits =
  (object: HandEdit["object"]) =>
  (
    name: string,
    [cluster, by]: readonly [ClusterName, string],
    edit: Edit,
    expected: HandEdit["expected"] = [],
  ): HandEdit => ({ name, cluster, object, edit, by, expected });

export const strategic = (body: Json): Edit => ({ verb: "patch", type: "strategic", body });
export const merge = (body: Json): Edit => ({ verb: "patch", type: "merge", body });
export const json = (...body: readonly Json[]): Edit => ({ verb: "patch", type: "json", body });
export const scale = (replicas: number): Edit => ({ verb: "scale", replicas });
export const text = (file: string, from: string, to: string): Edit => ({ verb: "text", file, from, to });
export const anew = (body: Json): Edit => ({ verb: "replace", body });
export const gone: Edit = { verb: "delete" };

/** In the pod template of a Deployment. */
export const pod = (spec: Json): Edit => strategic({ spec: { template: { spec } } });
/** In Flink's own container. */
export const main = (fields: Json): Edit => pod({ containers: [{ name: "flink-main-container", ...fields }] });
export const variables = (...env: readonly Json[]): Edit => main({ env });

export const inPod = "/spec/template/spec";
export const inMain = `${inPod}/containers/flink-main-container`;
