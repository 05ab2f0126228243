import { edits, type HandEdit, inMain, inPod, json, main, merge, pod, strategic, variables } from "./handEdit.ts";

const edit = edits({ kind: "Deployment", name: "clicks" });
const image = { image: "registry.invalid/flink:other" };
const byHand = "kubectl-edit";

/** Its pods: Kubernetes replaces them at once. */
export const jobManagerPods: readonly HandEdit[] = [
  edit("kubectl set image, with HA", ["nativeHa", "kubectl-set"], main(image), [[`${inMain}/image`, "restart"]]),
  edit("kubectl set image, without HA", ["native", "kubectl-set"], main(image), [[`${inMain}/image`, "stateAtRisk"]]),
  edit("kubectl set image, of a stateless job", ["stateless", "kubectl-set"], main(image), [
    [`${inMain}/image`, "restart"],
  ]),
  edit("kubectl set image, of a session cluster", ["session", "kubectl-set"], main(image), [
    [`${inMain}/image`, "restart"],
  ]),
  edit("kubectl set image, standalone", ["standalone", "kubectl-set"], main(image), [
    [`${inMain}/image`, "stateAtRisk"],
  ]),
  edit("kubectl set image, Flink 2", ["nativeV2", "kubectl-set"], main(image), [[`${inMain}/image`, "restart"]]),
  edit(
    "kubectl set resources: one limit",
    ["nativeHa", "kubectl-set"],
    main({ resources: { limits: { memory: "3Gi" } } }),
    [[`${inMain}/resources/limits/memory`, "restart"]],
  ),
  edit(
    "kubectl set resources: requests and limits",
    ["nativeHa", "kubectl-set"],
    main({ resources: { limits: { cpu: "2" }, requests: { cpu: "1500m" } } }),
    [
      [`${inMain}/resources/requests/cpu`, "restart"],
      [`${inMain}/resources/limits/cpu`, "restart"],
    ],
  ),
  edit("another device is asked for", ["nativeHa", byHand], main({ resources: { limits: { "nvidia.com/gpu": "1" } } })),
  edit("a variable changed", ["nativeHa", "kubectl-set"], variables({ name: "A", value: "2" }), [
    [`${inMain}/env/A/value`, "restart"],
  ]),
  edit("a variable removed", ["nativeHa", "kubectl-set"], variables({ name: "A", $patch: "delete" }), [
    [`${inMain}/env/A`, "restart"],
  ]),
  edit(
    "a variable with a secret changed",
    ["nativeHa", byHand],
    variables({ name: "S3_SECRET_KEY", value: "planted-by-hand" }),
    [[`${inMain}/env/S3_SECRET_KEY/value`, "restart"]],
  ),
  edit("kubectl set env: one more", ["nativeHa", "kubectl-set"], variables({ name: "FOO", value: "bar" }), [
    [`${inMain}/env/FOO`, "notOurs"],
  ]),
  edit(
    "Flink's address variable changed",
    ["native", byHand],
    variables({ name: "_POD_IP_ADDRESS", value: "10.0.0.1", valueFrom: null }),
    [[`${inMain}/env/_POD_IP_ADDRESS/valueFrom`, "stateAtRisk"]],
  ),
  edit("command replaced", ["nativeHa", byHand], main({ command: ["sleep", "infinity"] }), [
    [`${inMain}/command`, "restart"],
  ]),
  edit("arguments replaced, native", ["nativeHa", byHand], main({ args: ["bash", "-c", "sleep 1"] }), [
    [`${inMain}/args`, "restart"],
  ]),
  edit(
    "arguments replaced, standalone",
    ["standaloneHa", byHand],
    main({ args: ["standalone-job", "--fromSavepoint", "s3://b/old"] }),
    [[`${inMain}/args`, "stateAtRisk"]],
  ),
  edit(
    "arguments replaced, standalone session",
    ["standaloneSession", byHand],
    main({ args: ["jobmanager", "-D", "a=b"] }),
    [[`${inMain}/args`, "restart"]],
  ),
  edit("pull policy", ["nativeHa", "kubectl-patch"], main({ imagePullPolicy: "Always" }), [
    [`${inMain}/imagePullPolicy`, "restart"],
  ]),
  edit("termination message", ["session", byHand], main({ terminationMessagePolicy: "File" }), [
    [`${inMain}/terminationMessagePolicy`, "restart"],
  ]),
  edit("start-up probe made stricter", ["nativeHa", byHand], main({ startupProbe: { failureThreshold: 3 } }), [
    [`${inMain}/startupProbe/failureThreshold`, "restart"],
  ]),
  edit("start-up probe removed", ["nativeHa", byHand], main({ startupProbe: null }), [
    [`${inMain}/startupProbe`, "restart"],
  ]),
  edit("liveness probe added", ["nativeHa", byHand], main({ livenessProbe: { httpGet: { path: "/", port: 8081 } } }), [
    [`${inMain}/livenessProbe`, "notOurs"],
  ]),
  edit(
    "REST port of the container changed",
    ["session", "kubectl-patch"],
    json({ op: "replace", path: "/spec/template/spec/containers/0/ports/0/containerPort", value: 8082 }),
    [[`${inMain}/ports/8081-TCP`, "restart"]],
  ),
  edit(
    "a mount moved",
    ["session", "kubectl-patch"],
    json({ op: "replace", path: "/spec/template/spec/containers/0/volumeMounts/1/mountPath", value: "/conf" }),
    [[`${inMain}/volumeMounts/~1opt~1flink~1conf`, "restart"]],
  ),
  edit(
    "a volume kept on the node",
    ["nativeHa", "kubectl-patch"],
    json({ op: "replace", path: "/spec/template/spec/volumes/0", value: { name: "logs", hostPath: { path: "/var" } } }),
    [[`${inPod}/volumes/logs/emptyDir`, "restart"]],
  ),
  edit(
    "another configuration mounted",
    ["nativeHa", byHand],
    pod({ volumes: [{ name: "flink-config-volume", configMap: { name: "mine" } }] }),
    [[`${inPod}/volumes/flink-config-volume/configMap/name`, "stateAtRisk"]],
  ),
  edit("a volume added", ["nativeHa", byHand], pod({ volumes: [{ name: "extra", emptyDir: {} }] })),
  edit(
    "side-car's image",
    ["nativeHa", byHand],
    pod({ containers: [{ name: "sidecar", image: "registry.invalid/fluent:2" }] }),
    [[`${inPod}/containers/sidecar/image`, "restart"]],
  ),
  edit("side-car removed", ["nativeHa", byHand], pod({ containers: [{ name: "sidecar", $patch: "delete" }] }), [
    [`${inPod}/containers/sidecar`, "restart"],
  ]),
  edit(
    "side-car added",
    ["nativeHa", byHand],
    pod({ containers: [{ name: "debug", image: "registry.invalid/debug:1" }] }),
  ),
  edit("init container removed", ["nativeHa", byHand], pod({ initContainers: [{ name: "fetch", $patch: "delete" }] }), [
    [`${inPod}/initContainers/fetch`, "restart"],
  ]),
  edit(
    "init container added",
    ["nativeHa", byHand],
    pod({ initContainers: [{ name: "more", image: "registry.invalid/busybox:1" }] }),
  ),
  edit("node selector changed", ["nativeHa", byHand], pod({ nodeSelector: { pool: "other" } }), [
    [`${inPod}/nodeSelector`, "restart"],
  ]),
  edit("node selector narrowed", ["nativeHa", byHand], pod({ nodeSelector: { disk: "ssd" } }), [
    [`${inPod}/nodeSelector`, "restart"],
  ]),
  edit("node selector where there was none", ["session", byHand], pod({ nodeSelector: { disk: "ssd" } }), [
    [`${inPod}/nodeSelector`, "notOurs"],
  ]),
  edit(
    "a toleration more",
    ["nativeHa", byHand],
    json({ op: "add", path: "/spec/template/spec/tolerations/-", value: { operator: "Exists" } }),
    [[`${inPod}/tolerations`, "restart"]],
  ),
  edit(
    "a toleration widened",
    ["nativeHa", byHand],
    json({ op: "remove", path: "/spec/template/spec/tolerations/0/effect" }),
    [[`${inPod}/tolerations`, "restart"]],
  ),
  edit(
    "kubectl set serviceaccount",
    ["nativeHa", "kubectl-set"],
    pod({ serviceAccountName: "admin", serviceAccount: "admin" }),
    [
      [`${inPod}/serviceAccount`, "restart"],
      [`${inPod}/serviceAccountName`, "restart"],
    ],
  ),
  edit("host network", ["nativeHa", byHand], pod({ hostNetwork: true }), [[`${inPod}/hostNetwork`, "notOurs"]]),
  edit("DNS policy", ["nativeHa", byHand], pod({ dnsPolicy: "Default" }), [[`${inPod}/dnsPolicy`, "restart"]]),
  edit("a token for pods that had none", ["standalone", byHand], pod({ automountServiceAccountToken: true }), [
    [`${inPod}/automountServiceAccountToken`, "stateAtRisk"],
  ]),
  edit("pull secret added", ["nativeHa", byHand], pod({ imagePullSecrets: [{ name: "mirror" }] })),
  edit("security context added", ["nativeHa", byHand], pod({ securityContext: { runAsNonRoot: true } })),
  edit(
    "label of the pods changed",
    ["nativeHa", byHand],
    strategic({ spec: { template: { metadata: { labels: { team: "orders" } } } } }),
    [["/spec/template/metadata/labels/team", "restart"]],
  ),
  edit(
    "annotation of the pods removed",
    ["nativeHa", byHand],
    strategic({ spec: { template: { metadata: { annotations: { "example.com/owner": null } } } } }),
    [["/spec/template/metadata/annotations/example.com~1owner", "restart"]],
  ),
  edit(
    "kubectl rollout restart",
    ["nativeHa", "kubectl-rollout"],
    strategic({
      spec: {
        template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-11-22T10:30:00Z" } } },
      },
    }),
  ),
  edit(
    "an older manifest over it, as by helm",
    ["nativeHa", "helm"],
    merge({ metadata: { labels: { app: "old" } }, spec: { replicas: 1 } }),
    [
      ["/metadata/labels/app", "inPlace"],
      ["/spec/replicas", "inPlace"],
    ],
  ),
  edit(
    "server-side apply by another operator",
    ["nativeHa", "argocd-controller"],
    {
      verb: "apply",
      body: { spec: { template: { spec: { containers: [{ name: "flink-main-container", ...image }] } } } },
    },
    [[`${inMain}/image`, "restart"]],
  ),
];
