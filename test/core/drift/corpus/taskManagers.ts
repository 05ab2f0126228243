import { edits, gone, type HandEdit, inMain, inPod, main, pod, scale, strategic, variables } from "./handEdit.ts";

const edit = edits({ kind: "Deployment", name: "clicks-taskmanager" });

/** The Deployment that only standalone clusters have. */
export const taskManagers: readonly HandEdit[] = [
  edit("kubectl scale up", ["standalone", "kubectl"], scale(9), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 0", ["standaloneHa", "kubectl"], scale(0), [["/spec/replicas", "inPlace"]]),
  edit("kubectl patch of replicas", ["standaloneSession", "kubectl-patch"], strategic({ spec: { replicas: 1 } }), [
    ["/spec/replicas", "inPlace"],
  ]),
  edit("a HorizontalPodAutoscaler", ["standalone", "kube-controller-manager"], scale(9), [
    ["/spec/replicas", "notOurs"],
  ]),
  edit("KEDA", ["standaloneSession", "keda-operator"], scale(5), [["/spec/replicas", "notOurs"]]),
  edit("KEDA, to 0, where nobody is told", ["standaloneSession", "keda-operator"], scale(0), [
    ["/spec/replicas", "inPlace"],
  ]),
  edit("kubectl set image", ["standalone", "kubectl-set"], main({ image: "registry.invalid/flink:other" }), [
    [`${inMain}/image`, "restart"],
  ]),
  edit("kubectl set resources", ["standaloneHa", "kubectl-set"], main({ resources: { limits: { memory: "4Gi" } } }), [
    [`${inMain}/resources/limits/memory`, "restart"],
  ]),
  edit("a variable changed", ["standaloneHa", "kubectl-set"], variables({ name: "A", value: "0" }), [
    [`${inMain}/env/A/value`, "restart"],
  ]),
  edit("a variable more", ["standaloneHa", "kubectl-set"], variables({ name: "B", value: "0" }), [
    [`${inMain}/env/B`, "notOurs"],
  ]),
  edit(
    "arguments",
    ["standalone", "kubectl-edit"],
    main({ args: ["taskmanager", "-D", "taskmanager.numberOfTaskSlots=9"] }),
    [[`${inMain}/args`, "restart"]],
  ),
  edit(
    "another configuration mounted",
    ["standalone", "kubectl-edit"],
    pod({ volumes: [{ name: "flink-config-volume", configMap: { name: "mine" } }] }),
    [[`${inPod}/volumes/flink-config-volume/configMap/name`, "restart"]],
  ),
  edit(
    "kubectl rollout restart",
    ["standalone", "kubectl-rollout"],
    strategic({
      spec: {
        template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-11-22T10:30:00Z" } } },
      },
    }),
  ),
  edit("paused", ["standalone", "kubectl-rollout"], strategic({ spec: { paused: true } }), [
    ["/spec/paused", "inPlace"],
  ]),
  edit("kubectl delete", ["standalone", "kubectl"], gone, [["", "inPlace"]]),
];
