import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { eventually } from "./eventually.ts";
import type { Life } from "./rightsLife.ts";

export const pulling = { waiting: { reason: "ImagePullBackOff", message: "Back-off pulling image" } };
export const starting = { waiting: { reason: "ContainerCreating" } };

export const running = { running: { startedAt: "2026-01-01T00:00:00Z" } };

export const containers = (state: object, ready: boolean): Readonly<Record<string, unknown>> => ({
  phase: ready ? "Running" : "Pending",
  conditions: [{ type: "Ready", status: ready ? "True" : "False" }],
  containerStatuses: [
    { name: "flink-main-container", image: "flink:1.20", imageID: "", ready, restartCount: 0, state },
  ],
});

/** What a kubelet would say of the pods, once the controllers have made them. */
export async function setPods(
  { admin, namespace }: Pick<Life, "admin" | "namespace">,
  labels: string,
  status: Readonly<Record<string, unknown>>,
): Promise<void> {
  const look = (): Promise<readonly KubernetesObject[]> => admin.list({ kind: "Pod", namespace, labels });
  const wanted = labels === "app=native" ? 1 : 4;
  for (const pod of await eventually("the pods", look, (pods) => pods.length === wanted, 60)) {
    await admin.writeStatus(pod, status);
  }
}
