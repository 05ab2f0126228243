import { describe, expect, test } from "vitest";
import { anApplication, aWantedCluster, ha } from "../configuration/aWantedCluster.ts";
import { items, part } from "../../../lib/core/objects/json.ts";
import { wantedObjects } from "../../../lib/core/objects/wantedObjects.ts";
import { envOf, fileOf, made, mainOf, podOf, podTemplateOf } from "./parts.ts";

const standalone = (spec: Readonly<Record<string, unknown>> = {}) =>
  made(aWantedCluster({ mode: "standalone", ...spec }));
const noProbe = { "kubernetes.operator.jm-deployment.startup.probe.enabled": "false" };
const native = (spec: Readonly<Record<string, unknown>> = {}) => made(aWantedCluster(spec));

describe("what the user's options say of a pod", () => {
  const options = {
    "kubernetes.jobmanager.labels": "team:a,app:no",
    "kubernetes.taskmanager.labels": "team:b",
    "kubernetes.taskmanager.annotations": "note:tm",
    "kubernetes.jobmanager.node-selector": "pool:jm",
    "kubernetes.taskmanager.node-selector": "pool:tm",
    "kubernetes.jobmanager.tolerations": "key:k,operator:Exists,effect:NoExecute,tolerationSeconds:60;key:other",
    "kubernetes.container.image.pull-secrets": "one;two",
    "kubernetes.secrets": "s3-key:/opt/keys",
    "kubernetes.persistent-volume-claims": "my.claim:/data",
    "kubernetes.env.secretKeyRef": "env:TOKEN,secret:tokens,key:a;env:OTHER,secret:tokens,key:b",
    "kubernetes.hadoop.conf.config-map.name": "hadoop",
    "kubernetes.flink.log.dir": "/logs",
    "kubernetes.entry.path": "/entry.sh",
    "kubernetes.flink.conf.dir": "/conf",
    "user.artifacts.base-dir": "/artifacts",
    "containerized.master.env.A": "jm",
    "containerized.taskmanager.env.A": "tm",
  };
  const objects = standalone({ flinkConfiguration: options });
  const { jobManager, taskManager } = objects;

  test("labels: system labels win, selectors have no others", () => {
    const system = { type: "flink-standalone-kubernetes", app: "clicks" };
    expect(jobManager.metadata.labels).toStrictEqual({ ...system, team: "a", component: "jobmanager" });
    expect(taskManager?.metadata.labels).toStrictEqual({ ...system, team: "b", component: "taskmanager" });
    expect(podTemplateOf(taskManager)["metadata"]).toStrictEqual({
      annotations: { note: "tm" },
      labels: { ...system, team: "b", component: "taskmanager" },
    });
    expect(taskManager?.metadata.annotations).toStrictEqual({ note: "tm", "flink-fleet/deployment": "r-1" });
    expect(part(podTemplateOf(jobManager), "metadata")["labels"]).toStrictEqual(jobManager.metadata.labels);
    expect(part(jobManager, "spec")["selector"]).toStrictEqual({ matchLabels: { ...system, component: "jobmanager" } });
  });

  test("where it runs", () => {
    expect(podOf(jobManager)).toMatchObject({
      nodeSelector: { pool: "jm" },
      tolerations: [{ key: "k", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 }, { key: "other" }],
      imagePullSecrets: [{ name: "one" }, { name: "two" }],
    });
    expect(podOf(taskManager)).toMatchObject({
      nodeSelector: { pool: "tm" },
      imagePullSecrets: [{ name: "one" }, { name: "two" }],
    });
    expect(podOf(taskManager)).not.toHaveProperty("tolerations");
  });

  test.for(["jobManager", "taskManager"] as const)("volumes and variables of the %s", (role) => {
    const main = mainOf(objects[role]);
    const shared = [
      { name: "s3-key-volume", mountPath: "/opt/keys" },
      { name: "my-claim-pvc", mountPath: "/data" },
      { name: "hadoop-config-volume", mountPath: "/opt/hadoop/conf" },
      { name: "flink-config-volume", mountPath: "/conf" },
    ];
    const artifacts = { name: "user-artifacts-volume", mountPath: "/artifacts" };
    expect(main["volumeMounts"]).toStrictEqual(role === "jobManager" ? [artifacts, ...shared] : shared);
    const volumes = items(podOf(objects[role]), "volumes");
    expect(volumes).toHaveLength(role === "jobManager" ? 5 : 4);
    expect(volumes).toContainEqual({ name: "s3-key-volume", secret: { secretName: "s3-key" } });
    expect(volumes).toContainEqual({ name: "my-claim-pvc", persistentVolumeClaim: { claimName: "my.claim" } });
    expect(volumes).toContainEqual({ name: "hadoop-config-volume", configMap: { name: "hadoop" } });
    expect(main["command"]).toStrictEqual(["/entry.sh"]);
    const env = envOf(objects[role]).filter(({ name }) => name !== "_POD_IP_ADDRESS");
    expect(env).toStrictEqual([
      { name: "A", value: role === "jobManager" ? "jm" : "tm" },
      { name: "FLINK_LOG_DIR", value: "/logs" },
      { name: "TOKEN", valueFrom: { secretKeyRef: { name: "tokens", key: "a" } } },
      { name: "OTHER", valueFrom: { secretKeyRef: { name: "tokens", key: "b" } } },
      { name: "HADOOP_CONF_DIR", value: "/opt/hadoop/conf" },
    ]);
    expect(envOf(objects[role]).length - env.length).toBe(role === "jobManager" ? 1 : 0);
  });

  test("a claim may be read only", () => {
    const claim = {
      "kubernetes.persistent-volume-claims": "c:/d",
      "kubernetes.persistent-volume-claim-read-only": "true",
    };
    expect(items(podOf(native({ flinkConfiguration: claim }).jobManager), "volumes")).toContainEqual({
      name: "c-pvc",
      persistentVolumeClaim: { claimName: "c", readOnly: true },
    });
  });

  test("on the host's network there are no ports to declare", () => {
    const { jobManager: onHost } = native({ flinkConfiguration: { "kubernetes.hostnetwork.enabled": "true" } });
    expect(podOf(onHost)).toMatchObject({ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" });
    expect(mainOf(onHost)).not.toHaveProperty("ports");
  });

  test("ports are the configured ones", () => {
    const options = {
      "rest.port": "1",
      "jobmanager.rpc.port": "2",
      "blob.server.port": "3",
      "taskmanager.rpc.port": "4",
    };
    const ported = standalone({ flinkConfiguration: options });
    expect(items(mainOf(ported.jobManager), "ports").map((one) => one["containerPort"])).toStrictEqual([1, 2, 3]);
    expect(mainOf(ported.taskManager)["ports"]).toStrictEqual([{ name: "taskmanager-rpc", containerPort: 4 }]);
  });
});

describe("the user's pod template", () => {
  const podTemplate = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: "mine",
      namespace: "mine",
      labels: { app: "no", l: "1" },
      annotations: { a: "1" },
      finalizers: ["f"],
    },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: "template",
      dnsPolicy: "Default",
      hostNetwork: true,
      priorityClassName: "high",
      tolerations: [{ key: "t" }],
      imagePullSecrets: [{ name: "zero" }],
      containers: [
        { name: "side", image: "side:1" },
        {
          name: "flink-main-container",
          image: "template:1",
          imagePullPolicy: "Never",
          args: ["no"],
          command: ["no"],
          env: [
            { name: "A", value: "template" },
            { name: "B", value: "1" },
            { name: "B", value: "2" },
          ],
          ports: [{ name: "debug", containerPort: 5005 }],
          resources: { requests: { cpu: "9", "nvidia.com/gpu": "1" }, limits: { memory: "9Gi" } },
          livenessProbe: { exec: {} },
        },
      ],
    },
    status: {},
  };
  const objects = standalone({ podTemplate, flinkConfiguration: { "containerized.master.env.A": "option" } });

  test("Flink's parts are laid over it", () => {
    const { jobManager } = objects;
    expect(podTemplateOf(jobManager)["metadata"]).toStrictEqual({
      finalizers: ["f"],
      annotations: { a: "1", "flinkdeployment.flink.apache.org/generation": "7" },
      labels: { app: "clicks", component: "jobmanager", l: "1", type: "flink-standalone-kubernetes" },
    });
    const pod = podOf(jobManager);
    expect(pod).toMatchObject({
      serviceAccountName: "flink",
      serviceAccount: "flink",
      dnsPolicy: "Default",
      priorityClassName: "high",
    });
    expect(pod).not.toHaveProperty("restartPolicy");
    expect(pod).not.toHaveProperty("hostNetwork");
    expect(items(pod, "containers").map((one) => one["name"])).toStrictEqual(["side", "flink-main-container"]);
    expect(mainOf(jobManager)).toMatchObject({
      image: "flink:test",
      imagePullPolicy: "Never",
      command: ["/docker-entrypoint.sh"],
      args: ["jobmanager"],
      livenessProbe: { exec: {} },
      resources: {
        requests: { cpu: "1", memory: "1600Mi", "nvidia.com/gpu": "1" },
        limits: { cpu: "1", memory: "1600Mi" },
      },
    });
    expect(envOf(jobManager).map(({ name, value }) => [name, value])).toStrictEqual([
      ["B", "2"],
      ["A", "option"],
      ["_POD_IP_ADDRESS", undefined],
    ]);
    expect(items(mainOf(jobManager), "ports").map((one) => one["name"])).toStrictEqual([
      "debug",
      "rest",
      "jobmanager-rpc",
      "blobserver",
    ]);
  });

  test("image, pull policy and account of the template count where nothing else says so", () => {
    for (const role of ["jobManager", "taskManager"] as const) {
      const { [role]: deployment } = standalone({ podTemplate, image: undefined, serviceAccount: undefined });
      expect(mainOf(deployment)).toMatchObject({ image: "template:1", imagePullPolicy: "Never" });
      expect(podOf(deployment)).toMatchObject({ serviceAccount: "template", serviceAccountName: "template" });
    }
    const old = { spec: { serviceAccount: "old" } };
    expect(podOf(native({ podTemplate: old, serviceAccount: undefined }).jobManager)["serviceAccountName"]).toBe("old");
  });

  test("where nothing says anything", () => {
    const { jobManager, taskManager } = standalone({ image: undefined, serviceAccount: undefined });
    expect(mainOf(jobManager)).toMatchObject({
      image: "apache/flink:1.20-scala_2.12",
      imagePullPolicy: "IfNotPresent",
    });
    expect(podOf(taskManager)["serviceAccount"]).toBe("default");
  });

  test.for([
    { byName: undefined, names: ["side", "flink-main-container"], image: "jm:1" },
    { byName: "true", names: ["side", "flink-main-container"], image: "side:1" },
  ])("of the role, merged by name: $byName", ({ byName, names, image }) => {
    const option = byName === undefined ? {} : { "kubernetes.operator.pod-template.merge-arrays-by-name": byName };
    const ofRole =
      byName === undefined ? { image: "jm:1" } : { name: "flink-main-container", env: [{ name: "Z", value: "1" }] };
    const { jobManager } = native({
      podTemplate,
      flinkConfiguration: option,
      jobManager: { resource: { memory: "1600m" }, podTemplate: { spec: { containers: [ofRole] } } },
    });
    expect(items(podOf(jobManager), "containers").map((one) => one["name"])).toStrictEqual(names);
    expect(items(podOf(jobManager), "containers")[0]).toMatchObject({ image });
    expect(envOf(jobManager).some(({ name }) => name === "Z")).toBe(byName === "true");
  });

  test("of TaskManagers is handed to a native JobManager, as a Pod", () => {
    const text = fileOf(native({ podTemplate }), "pod-template-clicks", "taskmanager-pod-template.yaml") ?? "";
    const { status: _status, ...pod } = podTemplate;
    expect(JSON.parse(text)).toStrictEqual(pod);
    expect(
      native()
        .owned("u")
        .map(({ metadata }) => metadata.name),
    ).not.toContain("pod-template-clicks");
  });
});

describe("resources", () => {
  test.for([
    { options: {}, cpu: ["1", "1"], memory: ["1728Mi", "1728Mi"] },
    {
      options: { "kubernetes.taskmanager.cpu.limit-factor": "1.5" },
      cpu: ["1", "1500m"],
      memory: ["1728Mi", "1728Mi"],
    },
    { options: { "kubernetes.taskmanager.memory.limit-factor": "1.1" }, cpu: ["1", "1"], memory: ["1728Mi", "1900Mi"] },
    { options: { "taskmanager.cpu.cores": "0.0001" }, cpu: ["1m", "1m"], memory: ["1728Mi", "1728Mi"] },
  ])("$options", ({ options, cpu, memory }) => {
    const { requests, limits } = part(mainOf(standalone({ flinkConfiguration: options }).taskManager), "resources") as {
      requests: unknown;
      limits: unknown;
    };
    expect([requests, limits]).toStrictEqual([
      { cpu: cpu[0], memory: memory[0] },
      { cpu: cpu[1], memory: memory[1] },
    ]);
  });

  test("a TaskManager without cpu gets one for each slot", () => {
    const taskManager = { resource: { memory: "2g" } };
    for (const options of [{}, { "kubernetes.taskmanager.cpu": "-1.0" }]) {
      const objects = standalone({
        taskManager,
        flinkConfiguration: { ...options, "taskmanager.numberOfTaskSlots": "3" },
      });
      expect(part(mainOf(objects.taskManager), "resources")["requests"]).toStrictEqual({ cpu: "3", memory: "2Gi" });
    }
    const jobManager = { resource: { memory: "2g" } };
    expect(part(mainOf(standalone({ jobManager }).jobManager), "resources")["requests"]).toStrictEqual({
      cpu: "1",
      memory: "2Gi",
    });
  });

  test("devices are the TaskManagers' alone", () => {
    const options = {
      "external-resources": "gpu;fpga;none",
      "external-resource.gpu.kubernetes.config-key": "nvidia.com/gpu",
      "external-resource.gpu.amount": "2",
      "external-resource.fpga.amount": "1",
      "external-resource.none.kubernetes.config-key": "x",
    };
    const { jobManager, taskManager } = standalone({ flinkConfiguration: options });
    expect(part(mainOf(taskManager), "resources")["limits"]).toStrictEqual({
      cpu: "1",
      memory: "1728Mi",
      "nvidia.com/gpu": "2",
    });
    expect(part(mainOf(jobManager), "resources")["limits"]).toStrictEqual({ cpu: "1", memory: "1600Mi" });
  });

  test("storage and the like are asked for in the pod", () => {
    const resources = {
      requests: { memory: "1600m", "ephemeral-storage": "1Gi" },
      limits: { "nvidia.com/gpu": 1 },
      claims: [{ name: "c" }],
    };
    expect(mainOf(native({ jobManager: { resources } }).jobManager)["resources"]).toStrictEqual({
      requests: { cpu: "1", memory: "1600Mi", "ephemeral-storage": "1Gi" },
      limits: { cpu: "1", memory: "1600Mi", "nvidia.com/gpu": 1 },
      claims: [{ name: "c" }],
    });
    const taskManager = { resource: { memory: "1728m", ephemeralStorage: "2Gi" } };
    const text = fileOf(native({ taskManager }), "pod-template-clicks", "taskmanager-pod-template.yaml") ?? "";
    expect(JSON.parse(text)).toMatchObject({
      spec: { containers: [{ name: "flink-main-container", resources: { requests: { "ephemeral-storage": "2Gi" } } }] },
    });
  });

  test.for([
    [{ jobManager: {} }, "JobManager memory: neither jobmanager.memory.process.size"],
    [{ taskManager: { resource: { memory: "10m" } } }, "TaskManager memory: taskmanager.memory.process.size (10 mb)"],
    [{ flinkVersion: "v1_12" }, "Flink 1.12 does not run in native mode"],
    [{ flinkConfiguration: { "rest.port": "x" } }, "rest.port: 'x' is not a port"],
    [
      { mode: "standalone", flinkVersion: "v1_14", flinkConfiguration: { k: "#" } },
      "k: its value is empty, or has a '#'",
    ],
  ] as const)("no objects of %o", ([spec, because]) => {
    expect(wantedObjects(aWantedCluster(spec))).toStrictEqual({
      kind: "problems",
      problems: [{ message: expect.stringContaining(because) as string }],
    });
  });
});

describe("startup probe", () => {
  const probeOf = (spec: Readonly<Record<string, unknown>>) => mainOf(native(spec).jobManager)["startupProbe"];
  const usual = { httpGet: { path: "/config", port: "rest" }, failureThreshold: 2_147_483_647, periodSeconds: 1 };
  const own = { tcpSocket: { port: 1 } };

  test.for([
    [{}, usual],
    [
      { flinkConfiguration: { "security.ssl.rest.enabled": "true" } },
      { ...usual, httpGet: { ...usual.httpGet, scheme: "HTTPS" } },
    ],
    [
      {
        flinkConfiguration: { "security.ssl.rest.enabled": "true", "security.ssl.rest.authentication-enabled": "true" },
      },
      undefined,
    ],
    [{ flinkConfiguration: { "kubernetes.operator.jm-deployment.startup.probe.enabled": "false" } }, undefined],
    [{ podTemplate: { spec: { containers: [{ name: "flink-main-container", startupProbe: own }] } } }, own],
  ] as const)("%o", ([spec, probe]) => {
    expect(probeOf(spec)).toStrictEqual(probe);
  });

  test("TaskManagers have none", () => {
    expect(mainOf(standalone().taskManager)).not.toHaveProperty("startupProbe");
  });
});

describe("service account token", () => {
  const asked = { spec: { automountServiceAccountToken: true } };
  const factory = "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory";

  test.for([
    { spec: { mode: "standalone" }, token: false },
    { spec: { mode: "standalone", flinkConfiguration: { "high-availability": "zookeeper" } }, token: false },
    { spec: { mode: "standalone", flinkConfiguration: ha }, token: undefined },
    { spec: { mode: "standalone", flinkConfiguration: { "high-availability": factory } }, token: undefined },
    { spec: { mode: "standalone", podTemplate: asked }, token: true },
    { spec: { mode: "native" }, token: undefined },
  ])("$spec", ({ spec, token }) => {
    const { jobManager, taskManager } = native(spec);
    expect(podOf(jobManager)["automountServiceAccountToken"]).toBe(token);
    expect(podOf(taskManager)["automountServiceAccountToken"]).toBe(token);
  });
});

describe("usrlib", () => {
  const mounts = [{ name: "jars", mountPath: "/opt/flink/usrlib/more" }];
  const covered = { spec: { containers: [{ name: "flink-main-container", volumeMounts: mounts }] } };

  test.for([
    { when: "a jar elsewhere whose class must be found", spec: {}, mounted: true },
    { when: "a jar in it", spec: { job: { jarURI: "local:///opt/flink/usrlib/a.jar" } }, mounted: false },
    {
      when: "a jar in it, another spelling",
      spec: { job: { jarURI: "file:/opt/flink/usrlib/a.jar" } },
      mounted: false,
    },
    { when: "the class is named", spec: { job: { entryClass: "org.x.Main" } }, mounted: false },
    { when: "no jar", spec: { job: { jarURI: undefined } }, mounted: false },
    { when: "another mount covers it", spec: { podTemplate: covered }, mounted: false },
    { when: "native", spec: { mode: "native" }, mounted: false },
    { when: "no template at all", spec: { flinkConfiguration: noProbe }, mounted: true },
    { when: "a session cluster", spec: { job: undefined }, mounted: false },
  ])("$when: $mounted", ({ spec, mounted }) => {
    const { jobManager } = made(
      "job" in spec && spec.job === undefined
        ? aWantedCluster({ mode: "standalone" })
        : anApplication({ mode: "standalone", ...spec }),
    );
    const volumes = items(podOf(jobManager), "volumes").map(({ name }) => name);
    expect(volumes.includes("user-lib-dir")).toBe(mounted);
  });
});
