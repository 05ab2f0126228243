import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Connection } from "./connection.ts";
import { fieldManager } from "./kubernetesCluster.ts";
import { replyFault } from "./replyFault.ts";

/** Server-side apply of an object of any kind that has a regular plural, also of those outside namespaces. Throws `Faulted`. */
export async function applyAny(connection: Connection, object: KubernetesObject): Promise<void> {
  const what = `${object.kind} ${object.metadata.name}`;
  const reply = await connection.send({
    method: "PATCH",
    path: pathOf(object),
    query: { fieldManager, force: "true" },
    contentType: "application/apply-patch+yaml",
    body: object,
    what,
  });
  if (reply.status >= 300) throw replyFault(reply, { what, kind: `the API of ${object.kind} (${object.apiVersion})` });
}

function pathOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = metadata.namespace === undefined ? [] : ["namespaces", metadata.namespace];
  return [root, ...[...scope, `${kind.toLowerCase()}s`, metadata.name].map(encodeURIComponent)].join("/");
}
