import { edits, gone, type HandEdit, inPod, scale, strategic } from "./handEdit.ts";
import { jobManagerPods } from "./jobManagerPods.ts";

const edit = edits({ kind: "Deployment", name: "clicks" });
const byHand = "kubectl-edit";

/** The Deployment around them. */
const deploymentEdits: readonly HandEdit[] = [
  edit("kubectl scale to 0, with HA", ["nativeHa", "kubectl"], scale(0), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 0, without HA", ["native", "kubectl"], scale(0), [["/spec/replicas", "stateAtRisk"]]),
  edit("kubectl scale to 0, of a stateless job", ["stateless", "kubectl"], scale(0), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 0, of a session cluster", ["session", "kubectl"], scale(0), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 3, with HA", ["nativeHa", "kubectl"], scale(3), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 2, without HA", ["native", "kubectl"], scale(2), [["/spec/replicas", "stateAtRisk"]]),
  edit("kubectl scale to 2, of a stateless job", ["stateless", "kubectl"], scale(2), [["/spec/replicas", "inPlace"]]),
  edit("kubectl scale to 2, of a session cluster", ["session", "kubectl"], scale(2), [
    ["/spec/replicas", "stateAtRisk"],
  ]),
  edit("an autoscaler of JobManagers", ["nativeHa", "kube-controller-manager"], scale(4), [
    ["/spec/replicas", "notOurs"],
  ]),
  edit("kubectl rollout pause", ["nativeHa", "kubectl-rollout"], strategic({ spec: { paused: true } }), [
    ["/spec/paused", "inPlace"],
  ]),
  edit("strategy", ["nativeHa", byHand], strategic({ spec: { strategy: { type: "Recreate", rollingUpdate: null } } })),
  edit("history limit", ["nativeHa", byHand], strategic({ spec: { revisionHistoryLimit: 2 } })),
  edit("kubectl delete, with HA", ["nativeHa", "kubectl"], gone, [["", "restart"]]),
  edit("kubectl delete, without HA", ["native", "kubectl"], gone, [["", "stateAtRisk"]]),
  edit("kubectl delete, of a session cluster", ["standaloneSession", "kubectl"], gone, [["", "restart"]]),
];

/** On their way to the API server. */
const webhooks: readonly HandEdit[] = [
  edit(
    "a webhook takes the image from a mirror",
    ["stateless", "webhook"],
    {
      verb: "admit",
      body: {
        metadata: { annotations: { "mirror.example.com/done": "yes" } },
        spec: { template: { spec: { dnsPolicy: "Default" } } },
      },
    },
    [[`${inPod}/dnsPolicy`, "notOurs"]],
  ),
  edit("a webhook says where pods may run", ["session", "webhook"], {
    verb: "admit",
    body: { spec: { paused: true, template: { spec: { nodeSelector: { zone: "a" } } } } },
  }),
  edit("a service mesh marks the pods", ["nativeHa", "webhook"], {
    verb: "admit",
    body: {
      spec: {
        template: { metadata: { annotations: { "sidecar.istio.io/status": "injected" }, labels: { mesh: "on" } } },
      },
    },
  }),
];

export const jobManagers = [...jobManagerPods, ...deploymentEdits, ...webhooks];
