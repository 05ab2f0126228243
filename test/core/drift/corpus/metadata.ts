import { edits, type HandEdit, merge } from "./handEdit.ts";

const jobManager = edits({ kind: "Deployment", name: "clicks" });
const taskManager = edits({ kind: "Deployment", name: "clicks-taskmanager" });
const service = edits({ kind: "Service", name: "clicks-rest" });
const map = edits({ kind: "ConfigMap", name: "flink-config-clicks" });
const ingress = edits({ kind: "Ingress", name: "clicks" });

const labels = (of: Readonly<Record<string, string | null>>) => merge({ metadata: { labels: of } });
const annotations = (of: Readonly<Record<string, string | null>>) => merge({ metadata: { annotations: of } });
const orphan = merge({ metadata: { ownerReferences: null } });

/** Labels, annotations and owners: all are put right while everything runs. */
export const metadata: readonly HandEdit[] = [
  jobManager("kubectl label --overwrite", ["nativeHa", "kubectl-label"], labels({ component: "other" }), [
    ["/metadata/labels/component", "inPlace"],
  ]),
  jobManager("kubectl label app-", ["session", "kubectl-label"], labels({ app: null }), [
    ["/metadata/labels/app", "inPlace"],
  ]),
  jobManager(
    "a label of their own",
    ["nativeHa", "kubectl-label"],
    labels({ cost: "42", "app.kubernetes.io/part-of": "x" }),
  ),
  jobManager(
    "Flink's generation annotation",
    ["nativeHa", "kubectl-annotate"],
    annotations({ "flinkdeployment.flink.apache.org/generation": "1" }),
    [["/metadata/annotations/flinkdeployment.flink.apache.org~1generation", "inPlace"]],
  ),
  jobManager(
    "our annotation removed",
    ["nativeHa", "kubectl-annotate"],
    annotations({ "flink-fleet/deployment": null }),
    [["/metadata/annotations/flink-fleet~1deployment", "inPlace"]],
  ),
  jobManager(
    "kubectl's own annotation",
    ["nativeHa", "kubectl-client-side-apply"],
    annotations({ "kubectl.kubernetes.io/last-applied-configuration": "{}" }),
  ),
  jobManager(
    "the controller's annotation",
    ["nativeHa", "kube-controller-manager"],
    annotations({ "deployment.kubernetes.io/revision": "2" }),
  ),
  jobManager("owner removed", ["nativeHa", "kubectl-patch"], orphan, [["/metadata/ownerReferences/u-1", "inPlace"]]),
  jobManager("owner does not hold its deletion", ["nativeHa", "kubectl-edit"], ownedBy({ blockOwnerDeletion: false }), [
    ["/metadata/ownerReferences/u-1/blockOwnerDeletion", "inPlace"],
  ]),
  jobManager("an argocd instance label", ["native", "argocd-controller"], {
    verb: "apply",
    body: { metadata: { labels: { "argocd.argoproj.io/instance": "web" } } },
  }),
  taskManager("owner removed", ["standalone", "kubectl-patch"], orphan, [["/metadata/ownerReferences/u-1", "inPlace"]]),
  taskManager("kubectl label --overwrite", ["standaloneHa", "kubectl-label"], labels({ type: "mine" }), [
    ["/metadata/labels/type", "inPlace"],
  ]),
  service("owner removed", ["nativeHa", "kubectl-patch"], orphan, [["/metadata/ownerReferences/jm-uid", "inPlace"]]),
  service("kubectl label type-", ["nativeHa", "kubectl-label"], labels({ type: null }), [
    ["/metadata/labels/type", "inPlace"],
  ]),
  service(
    "a load balancer's annotation",
    ["nativeHa", "aws-load-balancer-controller"],
    annotations({ "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" }),
  ),
  map("owner removed", ["nativeHa", "kubectl-patch"], orphan, [["/metadata/ownerReferences/jm-uid", "inPlace"]]),
  map("kubectl label --overwrite", ["nativeHa", "kubectl-label"], labels({ app: "mine" }), [
    ["/metadata/labels/app", "inPlace"],
  ]),
  ingress(
    "our annotation changed",
    ["nativeHa", "kubectl-annotate"],
    annotations({ "nginx.ingress.kubernetes.io/use-regex": "false" }),
    [["/metadata/annotations/nginx.ingress.kubernetes.io~1use-regex", "inPlace"]],
  ),
  ingress(
    "cert-manager's annotation",
    ["standalone", "cert-manager-ingress-shim"],
    annotations({ "cert-manager.io/issuer": "ca" }),
  ),
  ingress("kubectl label component-", ["standalone", "kubectl-label"], labels({ component: null }), [
    ["/metadata/labels/component", "inPlace"],
  ]),
];

function ownedBy(more: Readonly<Record<string, unknown>>) {
  const owner = {
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    name: "clicks",
    uid: "u-1",
    controller: false,
  };
  return merge({ metadata: { ownerReferences: [{ ...owner, blockOwnerDeletion: true, ...more }] } });
}
