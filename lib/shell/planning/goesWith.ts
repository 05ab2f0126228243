import type { KubernetesObject, ObjectRef } from "../../core/kubernetes.ts";

/** What goes with a Deployment: what it owns, and pods. With a JobManager all pods of its cluster end, as they do in native mode. */
export const goesWith =
  ({ namespace, name }: ObjectRef) =>
  ({ kind, metadata }: KubernetesObject): boolean => {
    const { labels = {}, ownerReferences = [] } = metadata;
    if (metadata.namespace !== namespace) return false;
    if (ownerReferences.some((owner) => owner.kind === "Deployment" && owner.name === name)) return true;
    return kind === "Pod" && isOf(name, labels);
  };

function isOf(name: string, { app, component }: Readonly<Record<string, string>>): boolean {
  return app === name || (name === `${app}-taskmanager` && component === "taskmanager");
}
