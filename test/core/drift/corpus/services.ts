import { anew, edits, gone, type HandEdit, json, merge } from "./handEdit.ts";

const rest = edits({ kind: "Service", name: "clicks-rest" });
const internal = edits({ kind: "Service", name: "clicks" });
const ingress = edits({ kind: "Ingress", name: "clicks" });
const replace = (path: string, value: unknown) => json({ op: "replace", path, value });
const add = (path: string, value: unknown) => json({ op: "add", path, value });

const serviceEdits: readonly HandEdit[] = [
  rest("port of the REST API", ["nativeHa", "kubectl-edit"], replace("/spec/ports/0/port", 80), [
    ["/spec/ports/rest/port", "inPlace"],
  ]),
  rest("target port", ["nativeHa", "kubectl-edit"], replace("/spec/ports/0/targetPort", 9999), [
    ["/spec/ports/rest/targetPort", "inPlace"],
  ]),
  rest("target port by name", ["session", "kubectl-edit"], replace("/spec/ports/0/targetPort", "rest"), [
    ["/spec/ports/rest/targetPort", "inPlace"],
  ]),
  rest(
    "target port, which Flink chose on the host's network",
    ["hostNetwork", "fabric8-kubernetes-client"],
    replace("/spec/ports/0/targetPort", 41233),
    [["/spec/ports/rest/targetPort", "notOurs"]],
  ),
  rest("port, on the host's network", ["hostNetwork", "kubectl-edit"], replace("/spec/ports/0/port", 80), [
    ["/spec/ports/rest/port", "inPlace"],
  ]),
  rest("port renamed", ["nativeHa", "kubectl-edit"], replace("/spec/ports/0/name", "web"), [
    ["/spec/ports/rest/name", "inPlace"],
  ]),
  rest("protocol", ["session", "kubectl-edit"], replace("/spec/ports/0/protocol", "UDP"), [
    ["/spec/ports/rest/protocol", "inPlace"],
  ]),
  rest(
    "a port more",
    ["nativeHa", "kubectl-edit"],
    add("/spec/ports/-", { name: "metrics", port: 9249, protocol: "TCP", targetPort: 9249 }),
  ),
  rest("selector to somewhere else", ["nativeHa", "kubectl-edit"], merge({ spec: { selector: { app: "other" } } }), [
    ["/spec/selector", "inPlace"],
  ]),
  rest("selector narrowed", ["nativeHa", "kubectl-set"], merge({ spec: { selector: { canary: "yes" } } }), [
    ["/spec/selector", "inPlace"],
  ]),
  rest("selector removed", ["standalone", "kubectl-patch"], merge({ spec: { selector: null } }), [
    ["/spec/selector", "inPlace"],
  ]),
  rest("exposed to the world", ["nativeHa", "kubectl-patch"], merge({ spec: { type: "LoadBalancer" } }), [
    ["/spec/type", "inPlace"],
  ]),
  rest("as NodePort", ["standaloneSession", "kubectl-expose"], merge({ spec: { type: "NodePort" } }), [
    ["/spec/type", "inPlace"],
  ]),
  rest(
    "as a name of somewhere else",
    ["session", "kubectl-patch"],
    merge({ spec: { type: "ExternalName", externalName: "flink.example.com" } }),
    [["/spec/type", "inPlace"]],
  ),
  rest("session affinity", ["nativeHa", "kubectl-patch"], merge({ spec: { sessionAffinity: "ClientIP" } })),
  rest("an external address", ["nativeHa", "kubectl-patch"], merge({ spec: { externalIPs: ["192.0.2.1"] } })),
  rest("kubectl delete", ["nativeHa", "kubectl"], gone, [["", "inPlace"]]),
  rest(
    "server-side apply of another port",
    ["standalone", "terraform"],
    {
      verb: "apply",
      body: { spec: { ports: [{ port: 8081, protocol: "TCP", name: "ui" }] } },
    },
    [["/spec/ports/rest/name", "inPlace"]],
  ),
  internal("port of RPC", ["native", "kubectl-edit"], replace("/spec/ports/0/port", 6999), [
    ["/spec/ports/jobmanager-rpc/port", "inPlace"],
  ]),
  internal("blob server's port removed", ["session", "kubectl-patch"], json({ op: "remove", path: "/spec/ports/1" }), [
    ["/spec/ports/blobserver", "inPlace"],
  ]),
  internal(
    "pods that are not ready as well",
    ["standaloneHa", "kubectl-patch"],
    merge({ spec: { publishNotReadyAddresses: true } }),
  ),
  internal("selector", ["standalone", "kubectl-edit"], merge({ spec: { selector: { component: "taskmanager" } } }), [
    ["/spec/selector", "inPlace"],
  ]),
  internal("kubectl delete", ["standaloneHa", "kubectl"], gone, [["", "inPlace"]]),
  internal("made anew with an address", ["native", "kubectl-replace"], anew({ spec: { clusterIP: "10.96.0.7" } }), [
    ["/spec/clusterIP", "inPlace"],
  ]),
];

const ingressEdits: readonly HandEdit[] = [
  ingress("another host", ["nativeHa", "kubectl-edit"], replace("/spec/rules/0/host", "other.example.com"), [
    ["/spec/rules", "inPlace"],
  ]),
  ingress("another host more", ["nativeHa", "kubectl-edit"], add("/spec/rules/-", { host: "two.example.com" }), [
    ["/spec/rules", "inPlace"],
  ]),
  ingress("another class", ["standalone", "kubectl-patch"], merge({ spec: { ingressClassName: "traefik" } }), [
    ["/spec/ingressClassName", "inPlace"],
  ]),
  ingress(
    "TLS where none is wanted",
    ["nativeHa", "kubectl-edit"],
    merge({ spec: { tls: [{ hosts: ["flink.example.com"], secretName: "web" }] } }),
  ),
  ingress(
    "a default backend",
    ["nativeHa", "kubectl-edit"],
    merge({ spec: { defaultBackend: { service: { name: "x", port: { number: 80 } } } } }),
  ),
  ingress("kubectl delete", ["standalone", "kubectl"], gone, [["", "inPlace"]]),
];

export const services = [...serviceEdits, ...ingressEdits];
