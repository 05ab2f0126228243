import { eventually } from "../eventually.ts";
import { kubectlWith } from "../rig.ts";
import type { Plane } from "./plane.ts";

type Place = Plane & { readonly namespace: string };

interface KubectlEdit {
  readonly name: string;
  readonly run: (place: Place) => Promise<unknown>;
  /** Object, path and who did it, of each difference. */
  readonly expected: readonly string[];
}

const taskManager = "Deployment clicks-taskmanager";
const jobManager = "Deployment clicks";

/** What people type, done by kubectl itself: under the names that it gives itself. */
export const kubectlEdits: readonly KubectlEdit[] = [
  typed("scale deployment clicks-taskmanager --replicas=9", [`${taskManager} /spec/replicas by kubectl`]),
  typed("scale deployment clicks-taskmanager --replicas=0", [`${taskManager} /spec/replicas by ?`]),
  typed("label deployment clicks component=other --overwrite", [
    `${jobManager} /metadata/labels/component by kubectl-label`,
  ]),
  typed("label service clicks-rest type-", ["Service clicks-rest /metadata/labels/type by ?"]),
  typed("annotate deployment clicks flink-fleet/deployment=x --overwrite", [
    `${jobManager} /metadata/annotations/flink-fleet~1deployment by kubectl-annotate`,
  ]),
  typed("set image deployment/clicks sidecar=registry.invalid/fluent:2", [
    `${jobManager} /spec/template/spec/containers/sidecar/image by kubectl-set`,
  ]),
  typed("set env deployment/clicks -c flink-main-container FOO=bar", [
    `${jobManager} /spec/template/spec/containers/flink-main-container/env/FOO by kubectl-set`,
  ]),
  typed("set selector service clicks-rest app=other", ["Service clicks-rest /spec/selector by kubectl-set"]),
  typed("rollout pause deployment/clicks", [`${jobManager} /spec/paused by kubectl-rollout`]),
  typed("rollout restart deployment/clicks", []),
  typed(`patch service clicks-rest --type=merge --patch={"spec":{"type":"NodePort"}}`, [
    "Service clicks-rest /spec/type by kubectl-patch",
  ]),
  typed("delete service clicks-rest", ["Service clicks-rest  by ?"]),
  {
    name: "kubectl edit",
    run: ({ kubeconfig, namespace }) =>
      kubectlWith(kubeconfig, ["--namespace", namespace, "edit", "configmap", "flink-config-clicks"], undefined, {
        KUBE_EDITOR: "sed -i s/parallelism.default:\\ 4/parallelism.default:\\ 8/",
      }),
    expected: ["ConfigMap flink-config-clicks /data/flink-conf.yaml/parallelism.default by kubectl-edit"],
  },
  {
    name: "a HorizontalPodAutoscaler",
    run: async (place) => {
      await kubectl(place, "autoscale deployment clicks-taskmanager --min=6 --max=9 --cpu=50%");
      await eventually(
        "the autoscaler",
        () => kubectl(place, "get deployment clicks-taskmanager -o jsonpath={.spec.replicas}"),
        (replicas) => replicas === "6",
      );
    },
    expected: [`${taskManager} /spec/replicas by kube-controller-manager`],
  },
];

function typed(line: string, expected: readonly string[]): KubectlEdit {
  return { name: `kubectl ${line}`, run: (place) => kubectl(place, line), expected };
}

const kubectl = ({ kubeconfig, namespace }: Place, line: string): Promise<string> =>
  kubectlWith(kubeconfig, ["--namespace", namespace, ...line.split(" ")]);
