import { edits, gone, type HandEdit, scale, strategic } from "./handEdit.ts";
import { jobManagerPods } from "./jobManagerPods.ts";

const edit = edits({ kind: "Deployment", name: "clicks" });
const byHand = "kubectl-edit";

/** The Deployment around them. */
const deploymentEdits: readonly HandEdit[] = [
  edit("kubectl scale to 0, with HA", ["nativeHa", "kubectl"], scale(0), [["/spec/replicas", "notOurs"]]),
  edit("kubectl scale to 0, without HA", ["native", "kubectl"], scale(0), [["/spec/replicas", "notOurs"]]),
  edit("kubectl scale to 1, with HA", ["nativeHa", "kubectl"], scale(1), [["/spec/replicas", "inPlace"]]),
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
  edit("kubectl delete", ["nativeHa", "kubectl"], gone, [["", "notOurs"]]),
];

/** On their way to the API server. */
const webhooks: readonly HandEdit[] = [
  edit("a webhook chooses how names are looked up", ["stateless", "webhook"], {
    verb: "admit",
    body: {
      metadata: { annotations: { "dns.example.com/done": "yes" } },
      spec: { template: { spec: { dnsPolicy: "Default" } } },
    },
  }),
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
