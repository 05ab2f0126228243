import { describe, expect, test } from "vitest";
import { compared } from "../../../lib/core/drift/compared.ts";
import { pathText } from "../../../lib/core/drift/path.ts";

const paths = (wanted: unknown, found: unknown, kind = "Deployment"): readonly string[] =>
  compared({ kind, path: ["x"] }, wanted, found).map(({ path }) => pathText(path));

/** The same place twice, and the same rule twice. */
const spreads = [
  { topologyKey: "zone", whenUnsatisfiable: "DoNotSchedule", maxSkew: 1 },
  { topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway", maxSkew: 2 },
  { topologyKey: "host", whenUnsatisfiable: "ScheduleAnyway", maxSkew: 3 },
];

describe("what is the same to an API server", () => {
  test.for<readonly [string, unknown, unknown]>([
    ["cores", { requests: { cpu: "1" } }, { requests: { cpu: "1000m" } }],
    ["a number of cores", { limits: { cpu: 0.1 } }, { limits: { cpu: "100m" } }],
    ["memory", { limits: { memory: "2048Mi" } }, { limits: { memory: "2Gi" } }],
    ["size of a volume", { sizeLimit: "1024Mi" }, { sizeLimit: "1Gi" }],
    ["part of a resource", { resourceFieldRef: { divisor: "1000m" } }, { resourceFieldRef: { divisor: "1" } }],
    ["number or text", { port: "8081" }, { port: 8081 }],
    ["an empty map", { annotations: {} }, {}],
    ["an empty list", { env: [] }, {}],
    ["null", { creationTimestamp: null }, {}],
    ["an empty map in a missing one", { securityContext: { capabilities: {} } }, {}],
    ["no text", { env: [{ name: "A", value: "" }] }, { env: [{ name: "A" }] }],
    ["false", { hostNetwork: false, stdin: false }, {}],
    ["false in a missing map", { securityContext: { privileged: false } }, {}],
    ["0", { initialDelaySeconds: 0 }, {}],
    ["0 of a probe", { timeoutSeconds: 0 }, { timeoutSeconds: 1 }],
    ["target port 0", { targetPort: 0 }, { targetPort: 8081 }],
    ["0 of a period", { periodSeconds: 0 }, { periodSeconds: 10 }],
    ["0 of successes", { successThreshold: 0 }, { successThreshold: 1 }],
    ["0 of failures", { failureThreshold: 0 }, { failureThreshold: 3 }],
    ["no policy of pulling", { imagePullPolicy: "" }, { imagePullPolicy: "Always" }],
    ["no path of a last message", { terminationMessagePath: "" }, { terminationMessagePath: "/dev/termination-log" }],
    ["no policy of a last message", { terminationMessagePolicy: "" }, { terminationMessagePolicy: "File" }],
    ["no cores", { requests: { cpu: "0" } }, { requests: { cpu: "0m" } }],
    [
      "order of secrets",
      { imagePullSecrets: [{ name: "a" }, { name: "b" }] },
      { imagePullSecrets: [{ name: "b" }, { name: "a" }] },
    ],
    [
      "order of devices",
      { volumeDevices: [{ devicePath: "a" }, { devicePath: "b" }] },
      { volumeDevices: [{ devicePath: "b" }, { devicePath: "a" }] },
    ],
    ["order of hosts", { hostAliases: [{ ip: "a" }, { ip: "b" }] }, { hostAliases: [{ ip: "b" }, { ip: "a" }] }],
    ["order of spreads", { topologySpreadConstraints: spreads }, { topologySpreadConstraints: spreads.toReversed() }],
    ["order of variables", { env: [{ name: "A" }, { name: "B" }] }, { env: [{ name: "B" }, { name: "A" }] }],
    ["protocol", { ports: [{ containerPort: 1 }] }, { ports: [{ containerPort: 1, protocol: "TCP" }] }],
    [
      "a default in a whole list",
      { sources: [{ fieldRef: { a: 1 } }] },
      { sources: [{ fieldRef: { a: 1, apiVersion: "v1" } }] },
    ],
    ["nothing in a whole list", { tolerations: [{ key: "a", x: {} }] }, { tolerations: [{ key: "a" }] }],
    [
      "a number in a whole list",
      { tolerations: [{ tolerationSeconds: 60 }] },
      { tolerations: [{ tolerationSeconds: "60" }] },
    ],
    ["an empty list for none in a whole map", { nodeSelector: { a: "1", b: null } }, { nodeSelector: { a: "1" } }],
  ])("%s", ([, wanted, found]) => {
    expect(paths(wanted, found)).toStrictEqual([]);
  });
});

describe("what is not", () => {
  test.for<readonly [string, unknown, unknown, ...string[]]>([
    ["a little more", { limits: { memory: "2048Mi" } }, { limits: { memory: "2049Mi" } }, "/x/limits/memory"],
    ["a quantity elsewhere", { value: "1" }, { value: "1000m" }, "/x/value"],
    ["what is no quantity", { limits: { cpu: "1" } }, { limits: { cpu: "much" } }, "/x/limits/cpu"],
    ["an empty label", { labels: { a: "" } }, { labels: {} }, "/x/labels/a"],
    ["an empty annotation", { annotations: { a: "" } }, { annotations: {} }, "/x/annotations/a"],
    ["the only annotation", { annotations: { a: "1" } }, {}, "/x/annotations/a"],
    ["an empty text that selects", { matchLabels: { a: "" } }, { matchLabels: {} }, "/x/matchLabels/a"],
    ["an empty text of a selector", { selector: { a: "", b: "1" } }, { selector: { b: "1" } }, "/x/selector"],
    ["an empty text of a node", { nodeSelector: { a: "", b: "1" } }, { nodeSelector: { b: "1" } }, "/x/nodeSelector"],
    ["more rights after all", { allowPrivilegeEscalation: false }, {}, "/x/allowPrivilegeEscalation"],
    ["links of Services after all", { enableServiceLinks: false }, {}, "/x/enableServiceLinks"],
    ["users of the host after all", { hostUsers: false }, {}, "/x/hostUsers"],
    ["group 0", { runAsGroup: 0 }, {}, "/x/runAsGroup"],
    ["group 0 of files", { fsGroup: 0 }, {}, "/x/fsGroup"],
    ["replicas that nobody tells", { replicas: 0 }, {}, "/x/replicas"],
    ["no time to end", { terminationGracePeriodSeconds: 0 }, {}, "/x/terminationGracePeriodSeconds"],
    [
      "one of two spreads",
      { topologySpreadConstraints: spreads },
      { topologySpreadConstraints: spreads.slice(1) },
      "/x/topologySpreadConstraints/zone-DoNotSchedule",
    ],
    ["a token after all", { automountServiceAccountToken: false }, {}, "/x/automountServiceAccountToken"],
    ["user 0", { runAsUser: 0 }, {}, "/x/runAsUser"],
    ["no replicas", { replicas: 0 }, { replicas: 1 }, "/x/replicas"],
    [
      "kind of volume",
      { volumes: [{ name: "v", emptyDir: {} }] },
      { volumes: [{ name: "v" }] },
      "/x/volumes/v/emptyDir",
    ],
    ["a map", { startupProbe: { httpGet: { path: "/" } } }, {}, "/x/startupProbe"],
    ["a map for a text", { a: { b: "1" } }, { a: "1" }, "/x/a"],
    ["a text for a map", { a: "1" }, { a: { b: "1" } }, "/x/a"],
    ["an item", { env: [{ name: "A" }, { name: "B" }] }, { env: [{ name: "B" }] }, "/x/env/A"],
    ["a list", { env: [{ name: "A" }] }, {}, "/x/env/A"],
    ["order of arguments", { args: ["a", "b"] }, { args: ["b", "a"] }, "/x/args"],
    ["an argument more", { args: ["a"] }, { args: ["a", "b"] }, "/x/args"],
    ["no arguments", { args: ["a"] }, {}, "/x/args"],
    [
      "a field more in a whole list",
      { tolerations: [{ key: "a" }] },
      { tolerations: [{ key: "a", effect: "x" }] },
      "/x/tolerations",
    ],
    ["a map for an argument", { args: ["a"] }, { args: [{ a: "a" }] }, "/x/args"],
    ["what all is selected", { terms: [{ namespaceSelector: {} }] }, { terms: [{}] }, "/x/terms"],
    ["a key more in a selector", { selector: { a: "1" } }, { selector: { a: "1", b: "2" } }, "/x/selector"],
    ["a selector", { selector: { a: "1" } }, {}, "/x/selector"],
    ["two of them", { a: "1", b: "2", c: "3" }, { a: "2", b: "2", c: "4" }, "/x/a", "/x/c"],
  ])("%s", ([, wanted, found, ...expected]) => {
    expect(paths(wanted, found)).toStrictEqual(expected);
  });
});

describe("items by their keys", () => {
  test.for<readonly [string, string, unknown, unknown, ...string[]]>([
    [
      "a container's port by number",
      "Deployment",
      [{ containerPort: 1, name: "a" }],
      [{ containerPort: 1, name: "b" }],
      "/x/ports/1-TCP/name",
    ],
    ["a Service's port by name", "Service", [{ port: 1, name: "a" }], [{ port: 2, name: "a" }], "/x/ports/a/port"],
    ["a Service's port by number", "Service", [{ port: 1, name: "a" }], [{ port: 1, name: "b" }], "/x/ports/a/name"],
    ["a Service's port without a name", "Service", [{ port: 1 }], [{ port: 1, targetPort: 2 }]],
    [
      "ports that have changed places",
      "Service",
      [
        { port: 1, name: "a" },
        { port: 2, name: "b" },
      ],
      [
        { port: 2, name: "a" },
        { port: 1, name: "b" },
      ],
      "/x/ports/a/port",
      "/x/ports/b/port",
    ],
  ])("%s", ([, kind, wanted, found, ...expected]) => {
    expect(compared({ kind, path: ["x", "ports"] }, wanted, found).map(({ path }) => pathText(path))).toStrictEqual(
      expected,
    );
  });

  test("a path says which, and has no slashes of its own", () => {
    const item = { mountPath: "/opt/a~b", name: "v" };
    expect(paths({ volumeMounts: [item] }, { volumeMounts: [{ ...item, name: "w" }] })).toStrictEqual([
      "/x/volumeMounts/~1opt~1a~0b/name",
    ]);
  });
});
