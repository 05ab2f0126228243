import { describe, expect, test } from "vitest";
import { anApplication, aWantedCluster, ha } from "../configuration/aWantedCluster.ts";
import { part } from "../../../lib/core/objects/json.ts";
import { ingressAddress } from "../../../lib/core/objects/ingress.ts";
import { renderedObjects } from "../../../lib/core/objects/rendered.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { fileOf, made, ownedBy, podOf } from "./parts.ts";

describe("which objects there are", () => {
  const config = "ConfigMap/flink-config-clicks";
  const template = "ConfigMap/pod-template-clicks";
  const [internal, rest] = ["Service/clicks", "Service/clicks-rest"];

  test.for([
    { when: "native", spec: {}, owned: [config, internal, rest] },
    { when: "native, HA", spec: { flinkConfiguration: ha }, owned: [config, rest] },
    {
      when: "native, template",
      spec: { podTemplate: { spec: { nodeName: "n" } } },
      owned: [config, template, internal, rest],
    },
    { when: "standalone, HA", spec: { mode: "standalone", flinkConfiguration: ha }, owned: [config, internal, rest] },
    {
      when: "standalone, template",
      spec: { mode: "standalone", podTemplate: { spec: { nodeName: "n" } } },
      owned: [config, internal, rest],
    },
  ])("$when", ({ spec, owned }) => {
    const objects = made(aWantedCluster(spec));
    const others = objects.owned("jm-uid");
    expect(others.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toStrictEqual(owned);
    for (const { metadata } of others) {
      expect(metadata.namespace).toBe("web");
      expect(metadata.ownerReferences).toStrictEqual([
        {
          apiVersion: "apps/v1",
          kind: "Deployment",
          name: "clicks",
          uid: "jm-uid",
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
    }
    const byResource = [
      {
        apiVersion: "flink.apache.org/v1beta1",
        kind: "FlinkDeployment",
        name: "clicks",
        uid: "u-1",
        controller: false,
        blockOwnerDeletion: true,
      },
    ];
    expect(objects.jobManager.metadata.ownerReferences).toStrictEqual(byResource);
    expect(objects.jobManager.metadata.annotations).toStrictEqual({
      "flink-fleet/deployment": "r-1",
      "flinkdeployment.flink.apache.org/generation": "7",
    });
    const standalone = "mode" in spec;
    expect(objects.taskManager?.metadata.ownerReferences).toStrictEqual(standalone ? byResource : undefined);
  });

  test("standby JobManagers", () => {
    const jobManager = { replicas: 2, resource: { memory: "1600m" } };
    expect(part(made(aWantedCluster({ jobManager, flinkConfiguration: ha })).jobManager, "spec")["replicas"]).toBe(2);
    const bare = { jobManager: undefined, flinkConfiguration: { "jobmanager.memory.process.size": "1g" } };
    expect(part(made(aWantedCluster(bare)).jobManager, "spec")["replicas"]).toBe(1);
  });
});

describe("services", () => {
  const restOf = (options: Readonly<Record<string, string>>) =>
    ownedBy(made(aWantedCluster({ flinkConfiguration: options })), "clicks-rest");

  test.for([
    [{}, { type: "ClusterIP" }, 8081, 8081],
    [{ "kubernetes.rest-service.exposed.type": "NodePort" }, { type: "NodePort" }, 8081, 8081],
    [{ "kubernetes.rest-service.exposed.type": "LoadBalancer" }, { type: "LoadBalancer" }, 8081, 8081],
    [
      { "kubernetes.rest-service.exposed.type": "Headless_ClusterIP" },
      { type: "ClusterIP", clusterIP: "None" },
      8081,
      8081,
    ],
    [{ "rest.port": "9000" }, { type: "ClusterIP" }, 9000, 9000],
    [{ "rest.port": "9000", "rest.bind-port": "9001" }, { type: "ClusterIP" }, 9000, 9001],
    [{ "rest.bind-port": "0" }, { type: "ClusterIP" }, 8081, 8081],
  ] as const)("%o", ([options, type, port, targetPort]) => {
    expect(restOf(options)?.["spec"]).toStrictEqual({
      ...type,
      selector: { type: "flink-native-kubernetes", app: "clicks", component: "jobmanager" },
      ports: [{ name: "rest", port, targetPort }],
    });
  });

  test("labels and annotations of their own", () => {
    const options = {
      "kubernetes.rest-service.annotations": "a:1",
      "kubernetes.rest-service.labels": "l:1,app:no",
      "kubernetes.internal-service.annotations": "b:2",
      "kubernetes.internal-service.labels": "m:2",
    };
    const labels = { type: "flink-native-kubernetes", app: "clicks" };
    expect(restOf(options)?.metadata).toMatchObject({ annotations: { a: "1" }, labels: { ...labels, l: "1" } });
    const internal = ownedBy(made(aWantedCluster({ flinkConfiguration: options })), "clicks");
    expect(internal?.metadata).toMatchObject({ annotations: { b: "2" }, labels: { ...labels, m: "2" } });
  });
});

describe("configuration files", () => {
  test.for([
    ["v1_13", "flink-conf.yaml"],
    ["v1_20", "flink-conf.yaml"],
    ["v2_0", "config.yaml"],
  ] as const)("%s: %s", ([flinkVersion, file]) => {
    const objects = made(aWantedCluster({ flinkVersion }));
    expect(
      Object.keys(part(ownedBy(objects, "flink-config-clicks", "ConfigMap") ?? objects.jobManager, "data")),
    ).toStrictEqual(["log4j-console.properties", "logback-console.xml", file]);
  });

  test("the arguments of a native job are a list in config.yaml, also when there are none", () => {
    const text = (args: readonly string[]) =>
      fileOf(made(anApplication({ flinkVersion: "v2_0", job: { args } })), "flink-config-clicks", "config.yaml");
    expect(text([])).toContain(`"$internal.application.program-args": []\n`);
    expect(text(["--a", "[1,2]"])).toContain(`"$internal.application.program-args": ["--a", "[1,2]"]\n`);
  });

  test("the user's log configuration replaces all of ours", () => {
    const wanted = aWantedCluster({ logConfiguration: { "log4j-console.properties": "mine" } });
    const objects = made(wanted);
    expect(fileOf(objects, "flink-config-clicks", "log4j-console.properties")).toBe("mine");
    expect(fileOf(objects, "flink-config-clicks", "logback-console.xml")).toBeUndefined();
    expect(JSON.stringify(podOf(objects.jobManager))).not.toContain("logback");
  });
});

describe("ingress", () => {
  test.for([
    ["{{name}}.{{namespace}}.flink.k8s.io", "clicks.web.flink.k8s.io", ""],
    ["{{NAME}}.x/{{Namespace}}/{{name}}(/|$)(.*)", "clicks.x", "/web/clicks(/|$)(.*)"],
    ["/{{namespace}}/{{name}}(/|$)(.*)", "", "/web/clicks(/|$)(.*)"],
    ["https://me@x.io:8443/a?q=1#f", "x.io", "/a"],
    ["HTTP://x.io", "x.io", ""],
  ] as const)("%s", ([template, host, path]) => {
    expect(ingressAddress(template, "clicks", "web")).toStrictEqual({ host, path });
  });

  test("a name is not taken for a pattern", () => {
    expect(ingressAddress("{{name}}", "$&", "web").host).toBe("$&");
  });

  const ingressOf = (ingress: unknown, options = {}) =>
    made(aWantedCluster({ ingress, flinkConfiguration: options })).ingress;

  test("all of it", () => {
    const tls = [{ hosts: ["x.io"], secretName: "cert" }];
    const ingress = {
      template: "x.io/{{name}}",
      className: "nginx",
      annotations: { a: "1" },
      labels: { l: "1", component: "no" },
      tls,
    };
    expect(ingressOf(ingress, { "rest.port": "9000" })).toStrictEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "clicks",
        namespace: "web",
        labels: { l: "1", component: "ingress" },
        annotations: { a: "1" },
        ownerReferences: [
          {
            apiVersion: "flink.apache.org/v1beta1",
            kind: "FlinkDeployment",
            name: "clicks",
            uid: "u-1",
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        ingressClassName: "nginx",
        rules: [
          {
            host: "x.io",
            http: {
              paths: [
                {
                  path: "/clicks",
                  pathType: "ImplementationSpecific",
                  backend: { service: { name: "clicks-rest", port: { number: 9000 } } },
                },
              ],
            },
          },
        ],
        tls,
      },
    });
  });

  test("no more than is asked for", () => {
    expect(ingressOf(undefined)).toBeUndefined();
    expect(ingressOf({})).toBeUndefined();
    expect(ingressOf({ template: "x.io" }, { "kubernetes.operator.ingress.manage": "false" })).toBeUndefined();
    const { spec, metadata } = ingressOf({ template: "/{{name}}" }) ?? made(aWantedCluster()).jobManager;
    expect(Object.keys(spec as object)).toStrictEqual(["rules"]);
    expect(JSON.stringify(spec)).not.toContain("host");
    expect(metadata).not.toHaveProperty("annotations");
  });
});

describe("rendered", () => {
  const metadata = { name: "clicks", namespace: "web" };

  test("all objects, without owners, the same every time", () => {
    const { spec } = anApplication({ mode: "standalone", flinkConfiguration: ha, ingress: { template: "x.io" } });
    const first = renderedObjects({ metadata: { ...metadata, uid: "known" }, spec }, shippedDefaults);
    if (first.kind === "problems") throw new Error("no objects");
    expect(first.objects.map(({ kind, metadata: { name } }) => `${kind}/${name}`)).toStrictEqual([
      "Deployment/clicks",
      "Deployment/clicks-taskmanager",
      "ConfigMap/flink-config-clicks",
      "Service/clicks",
      "Service/clicks-rest",
      "Ingress/clicks",
    ]);
    const text = JSON.stringify(first);
    expect(text).not.toMatch(/ownerReferences|owner\.reference|known/);
    expect(text).toContain("job-id: 00000000000000000000000000000000");
    expect(text).toContain("job-result-store/clicks/chosen-when-deployed");
    expect(renderedObjects({ metadata, spec }, shippedDefaults)).toStrictEqual(first);
  });

  test.for([
    [undefined, undefined],
    [" ", undefined],
    ["s3://b/sp", "execution.savepoint.path: s3://b/sp"],
  ] as const)("initialSavepointPath '%s'", ([initialSavepointPath, line]) => {
    const { spec } = anApplication({ job: { initialSavepointPath } });
    const text = JSON.stringify(renderedObjects({ metadata: { ...metadata, generation: 3 }, spec }, shippedDefaults));
    expect(text.includes("execution.savepoint.path")).toBe(line !== undefined);
    expect(text).toContain(line ?? "generation:3");
  });

  test("a session cluster has no job id; a spec that cannot be has problems", () => {
    const { spec } = aWantedCluster();
    expect(JSON.stringify(renderedObjects({ metadata, spec }, shippedDefaults))).not.toContain("job-id");
    const bad = renderedObjects({ metadata, spec: { ...spec, flinkVersion: undefined } }, shippedDefaults);
    expect(bad).toStrictEqual({
      kind: "problems",
      problems: [{ message: "spec.flinkVersion must be set, such as v1_20" }],
    });
  });
});
