import { describe, expect, test } from "vitest";
import { flinkDeploymentSpec, type FlinkDeploymentSpec } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { FlinkSpec } from "../../../../lib/core/lifecycle/flinkResource.ts";
import { flinkSessionJobSpec } from "../../../../lib/api/resources/flinkSessionJob.ts";
import {
  changedFields,
  changes,
  changesText,
  type Difference,
} from "../../../../lib/core/lifecycle/spec/difference.ts";
import { specRecord, recordedSpec } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";

type Part = Readonly<Record<string, unknown>>;

const base = {
  job: { jarURI: "local:///a.jar", parallelism: 2, upgradeMode: "savepoint" },
  flinkConfiguration: { "execution.checkpointing.interval": "5s" },
  image: "flink:1.20",
  flinkVersion: "v1_20",
  jobManager: { resource: { cpu: 1, memory: "1g" } },
  taskManager: { resource: { cpu: 1, memory: "1g" } },
  podTemplate: { spec: { containers: [{ name: "flink-main-container", env: [{ name: "A", value: "1" }] }] } },
};
const spec = (...parts: readonly Part[]): FlinkDeploymentSpec =>
  flinkDeploymentSpec.parse(Object.assign({}, base, ...parts));
const withJob = (job: Part): Part => ({ job: { ...base.job, ...job } });
const standalone = { mode: "standalone" };

const change = (of: Difference): string => `${of.class}: ${changedFields(of)}`;

/** Where less is done about a change than the Apache operator does. */
const better: Readonly<Record<string, string>> = {
  ingress: "ingress",
  "ingress.className": "ingress",
  "jobManager.replicas": "scale",
  "taskManager.replicas": "scale",
  "taskManager from nothing": "scale",
  "job.parallelism": "scale",
  "vertex parallelism": "scale",
};

describe("changes", () => {
  test.for<[string, Part, Part, string, string]>([
    // field, what it was, what it is, the Apache operator's class in native mode, in standalone mode
    ["image", {}, { image: "flink:2" }, "upgrade", "upgrade"],
    ["imagePullPolicy", {}, { imagePullPolicy: "Never" }, "upgrade", "upgrade"],
    ["serviceAccount", {}, { serviceAccount: "x" }, "upgrade", "upgrade"],
    ["flinkVersion", {}, { flinkVersion: "v2_0" }, "upgrade", "upgrade"],
    ["ingress", {}, { ingress: { template: "{{name}}" } }, "upgrade", "upgrade"],
    [
      "ingress.className",
      { ingress: { template: "t" } },
      { ingress: { template: "t", className: "c" } },
      "upgrade",
      "upgrade",
    ],
    ["podTemplate", {}, { podTemplate: { spec: { containers: [] } } }, "upgrade", "upgrade"],
    ["jobManager.replicas", {}, { jobManager: { ...base.jobManager, replicas: 2 } }, "upgrade", "upgrade"],
    [
      "jobManager.podTemplate",
      {},
      { jobManager: { ...base.jobManager, podTemplate: { metadata: { labels: { a: "b" } } } } },
      "upgrade",
      "upgrade",
    ],
    ["jobManager taken away", {}, { jobManager: undefined }, "upgrade", "upgrade"],
    ["taskManager.resource", {}, { taskManager: { resource: { cpu: 2, memory: "1g" } } }, "upgrade", "upgrade"],
    [
      "taskManager.resources",
      {},
      { taskManager: { ...base.taskManager, resources: { limits: { cpu: 2 } } } },
      "upgrade",
      "upgrade",
    ],
    ["taskManager.replicas", {}, { taskManager: { ...base.taskManager, replicas: 3 } }, "upgrade", "scale"],
    [
      "taskManager.podTemplate",
      {},
      { taskManager: { ...base.taskManager, podTemplate: { spec: { hostNetwork: true } } } },
      "upgrade",
      "upgrade",
    ],
    ["taskManager from nothing", { taskManager: undefined }, { taskManager: { replicas: 3 } }, "upgrade", "scale"],
    ["logConfiguration", {}, { logConfiguration: { "logback-console.xml": "" } }, "upgrade", "upgrade"],
    ["job from nothing", { job: undefined }, {}, "upgrade", "upgrade"],
    ["job.jarURI", {}, withJob({ jarURI: "local:///b.jar" }), "upgrade", "upgrade"],
    ["job.parallelism", {}, withJob({ parallelism: 3 }), "upgrade", "scale"],
    ["job.entryClass", {}, withJob({ entryClass: "E" }), "upgrade", "upgrade"],
    ["job.args", {}, withJob({ args: ["a"] }), "upgrade", "upgrade"],
    ["job.state", {}, withJob({ state: "suspended" }), "upgrade", "upgrade"],
    ["job.savepointTriggerNonce", {}, withJob({ savepointTriggerNonce: 1 }), "ignore", "ignore"],
    ["job.initialSavepointPath", {}, withJob({ initialSavepointPath: "s3://b/s" }), "ignore", "ignore"],
    ["job.checkpointTriggerNonce", {}, withJob({ checkpointTriggerNonce: 1 }), "ignore", "ignore"],
    ["job.upgradeMode", {}, withJob({ upgradeMode: "last-state" }), "ignore", "ignore"],
    ["job.allowNonRestoredState", {}, withJob({ allowNonRestoredState: true }), "ignore", "ignore"],
    ["job.autoscalerResetNonce", {}, withJob({ autoscalerResetNonce: 1 }), "ignore", "ignore"],
    [
      "job.savepointRedeployNonce",
      {},
      withJob({ savepointRedeployNonce: 1 }),
      "savepointRedeploy",
      "savepointRedeploy",
    ],
    ["job.savepointRedeployNonce taken away", withJob({ savepointRedeployNonce: 1 }), {}, "ignore", "ignore"],
    ["restartNonce", { restartNonce: 1 }, { restartNonce: 2 }, "upgrade", "upgrade"],
    ["restartNonce taken away", { restartNonce: 1 }, {}, "ignore", "ignore"],
    [
      "a key of Flink",
      {},
      { flinkConfiguration: { ...base.flinkConfiguration, "state.backend.type": "rocksdb" } },
      "upgrade",
      "upgrade",
    ],
    ["a key taken away", {}, { flinkConfiguration: {} }, "upgrade", "upgrade"],
    [
      "job.autoscaler.*",
      {},
      { flinkConfiguration: { ...base.flinkConfiguration, "job.autoscaler.enabled": true } },
      "ignore",
      "ignore",
    ],
    [
      "parallelism.default",
      {},
      { flinkConfiguration: { ...base.flinkConfiguration, "parallelism.default": 4 } },
      "ignore",
      "ignore",
    ],
    [
      "kubernetes.operator.*",
      {},
      {
        flinkConfiguration: {
          ...base.flinkConfiguration,
          kubernetes: { operator: { "savepoint.history.max.count": 3 } },
        },
      },
      "ignore",
      "ignore",
    ],
    [
      "vertex parallelism",
      {},
      { flinkConfiguration: { ...base.flinkConfiguration, "pipeline.jobvertex-parallelism-overrides": "a:1" } },
      "scale",
      "upgrade",
    ],
  ])("%s", ([name, last, wanted, native, inStandalone]) => {
    const found = changes(spec(last), spec(wanted));
    expect(found.changes).not.toEqual([]);
    expect(found.told).toBe(native);
    expect(found.class).toBe(better[name] ?? native);
    const other = changes(spec(standalone, last), spec(standalone, wanted));
    expect(other.told).toBe(inStandalone);
    expect(other.class).toBe(better[name] ?? inStandalone);
  });

  test("the mode that counts is the one that was reconciled", () => {
    expect(changes(spec(), spec({ ...withJob({ parallelism: 3 }) })).told).toBe("upgrade");
    expect(changes(spec(standalone), spec(withJob({ parallelism: 3 }), { mode: undefined })).told).toBe("upgrade");
    expect(change(changes(spec(), spec(standalone)))).toBe("upgrade: mode : null -> standalone");
  });

  test.for<[string, Part, Part]>([
    ["the same", {}, {}],
    ["nested and flat keys", {}, { flinkConfiguration: { execution: { checkpointing: { interval: "5s" } } } }],
    [
      "numbers and text in the configuration",
      { flinkConfiguration: { a: 2, b: true } },
      { flinkConfiguration: { a: "2", b: "true" } },
    ],
    ["1 and 1.0 cores", {}, { jobManager: { resource: { cpu: 1, memory: "1g" } } }],
    [
      "quantities as numbers and text",
      { taskManager: { resources: { limits: { cpu: 2 } } } },
      { taskManager: { resources: { limits: { cpu: "2" } } } },
    ],
    ["no arguments", {}, withJob({ args: [] })],
    [
      "what makes a template a Pod",
      {},
      { podTemplate: { apiVersion: "v1", kind: "Pod", status: {}, ...base.podTemplate } },
    ],
    [
      "in the JobManager's as well",
      { jobManager: { podTemplate: { spec: {} } } },
      { jobManager: { podTemplate: { kind: "Pod", spec: {} } } },
    ],
    [
      "in the TaskManager's as well",
      { taskManager: { podTemplate: { spec: {} } } },
      { taskManager: { podTemplate: { kind: "Pod", spec: {} } } },
    ],
    [
      "empty lists and maps in a template",
      { podTemplate: { spec: { containers: [{ name: "a" }] } } },
      {
        podTemplate: {
          metadata: { labels: {} },
          spec: { containers: [{ name: "a", args: [], resources: { limits: {} } }], volumes: [null] },
        },
      },
    ],
    ["an empty taskManager from nothing", { taskManager: undefined }, { taskManager: {} }],
    ["an empty jobManager from nothing", { jobManager: undefined }, { jobManager: {} }],
    [
      "one JobManager, said and unsaid",
      { jobManager: { podTemplate: { spec: { hostNetwork: true } } } },
      { jobManager: { replicas: 1, podTemplate: { spec: { hostNetwork: true } } } },
    ],
    ["empty resources", {}, { taskManager: { ...base.taskManager, resources: { limits: {} } } }],
    ["an ingress without a template", {}, { ingress: {} }],
    ["empty templates", { podTemplate: undefined }, { podTemplate: { metadata: { labels: {} }, spec: {} } }],
    [
      "the older name of an option",
      { flinkConfiguration: { "state.savepoints.dir": "s3://b/s" } },
      { flinkConfiguration: { "execution.checkpointing.savepoint-dir": "s3://b/s" } },
    ],
    [
      "an older name beside the newer one, which counts",
      { flinkConfiguration: { "high-availability.type": "kubernetes" } },
      { flinkConfiguration: { "high-availability.type": "kubernetes", "high-availability": "zookeeper" } },
    ],
  ])("%s: no change", ([, last, wanted]) => {
    expect(changes(spec(last), spec(wanted)).changes).toEqual([]);
    expect(changes(spec(wanted), spec(last)).changes).toEqual([]);
  });

  test("no log files at all are not the same as the default ones", () => {
    expect(change(changes(spec(), spec({ logConfiguration: {} })))).toBe("upgrade: logConfiguration : null -> {}");
  });

  test("a renamed option that changes is told as it is written", () => {
    const [before, after] = [{ "state.savepoints.dir": "a" }, { "execution.checkpointing.savepoint-dir": "b" }];
    expect(change(changes(spec({ flinkConfiguration: before }), spec({ flinkConfiguration: after })))).toBe(
      "upgrade: flinkConfiguration.execution.checkpointing.savepoint-dir : null -> b, flinkConfiguration.state.savepoints.dir : a -> null",
    );
  });

  test("a selector that selects all is not the same as none", () => {
    const affinity = (term: Part): Part => ({
      podTemplate: { spec: { affinity: [{ topologyKey: "zone", ...term }] } },
    });
    expect(change(changes(spec(affinity({})), spec(affinity({ labelSelector: {} }))))).toBe(
      "upgrade: podTemplate.spec.affinity.0.labelSelector : null -> {}",
    );
  });

  test("whatever was recorded is no change", () => {
    const recorded = recordedSpec(specRecord(spec(), { firstDeployment: true }));
    expect(recorded.kind === "recorded" && changes(recorded.spec, spec())).toEqual({
      of: "FlinkDeploymentSpec",
      class: "ignore",
      told: "ignore",
      changes: [],
    });
  });

  test("every change is told, and the strongest decides", () => {
    const wanted = {
      image: "flink:2",
      ...withJob({ upgradeMode: "stateless", parallelism: 1, savepointRedeployNonce: 1 }),
    };
    expect(changes(spec(standalone), spec(standalone, wanted))).toEqual({
      of: "FlinkDeploymentSpec",
      class: "savepointRedeploy",
      told: "savepointRedeploy",
      changes: [
        { field: "image", class: "upgrade", from: "flink:1.20", to: "flink:2" },
        { field: "job.parallelism", class: "scale", from: "2", to: "1" },
        { field: "job.upgradeMode", class: "ignore", from: "savepoint", to: "stateless" },
        { field: "job.savepointRedeployNonce", class: "savepointRedeploy", from: "null", to: "1" },
      ],
    });
  });

  test("within a template, only what differs", () => {
    const container = { name: "flink-main-container", image: "x", env: [{ name: "A", value: "2" }] };
    expect(change(changes(spec(), spec({ podTemplate: { spec: { containers: [container] } } })))).toBe(
      "upgrade: podTemplate.spec.containers.0.env.0.value : 1 -> 2, podTemplate.spec.containers.0.image : null -> x",
    );
  });
});

describe("changes of a session job", () => {
  const session = (mode: "native" | "standalone", ...parts: readonly Part[]): FlinkSpec => ({
    ...flinkSessionJobSpec.parse(Object.assign({ deploymentName: "s", job: base.job }, ...parts)),
    mode,
  });

  test.for<[string, Part, string]>([
    ["nothing", {}, "ignore: "],
    ["the cluster", { deploymentName: "t" }, "upgrade: deploymentName : s -> t"],
    ["the parallelism", withJob({ parallelism: 1 }), "scale: job.parallelism : 2 -> 1"],
    ["the configuration", { flinkConfiguration: { a: { b: 1 } } }, "upgrade: flinkConfiguration.a.b : null -> 1"],
  ])("%s", ([, wanted, told]) => {
    expect(change(changes(session("standalone"), session("standalone", wanted)))).toBe(told);
  });

  test("in a native cluster, parallelism is told as an upgrade", () => {
    const found = changes(session("native"), session("native", withJob({ parallelism: 1 })));
    expect(found).toMatchObject({ of: "FlinkSessionJobSpec", class: "scale", told: "upgrade" });
  });
});

describe("changesText", () => {
  const rig = (...parts: readonly Part[]) => spec({ ...withJob({ upgradeMode: "stateless" }) }, ...parts);

  // The messages that the Apache operator gave for these very acts on a real cluster.
  test.for<[FlinkDeploymentSpec, FlinkDeploymentSpec, string]>([
    [
      rig(),
      rig(withJob({ upgradeMode: "savepoint" }), { restartNonce: 1 }),
      "UPGRADE change(s) detected (Diff: FlinkDeploymentSpec[job.upgradeMode : stateless -> savepoint, restartNonce : null -> 1]), starting reconciliation.",
    ],
    [
      spec(),
      spec(withJob({ upgradeMode: "last-state" }), {
        flinkConfiguration: { "execution.checkpointing.interval": "4s" },
      }),
      "UPGRADE change(s) detected (Diff: FlinkDeploymentSpec[job.upgradeMode : savepoint -> last-state, flinkConfiguration.execution.checkpointing.interval : 5s -> 4s]), starting reconciliation.",
    ],
    [
      spec(),
      spec(withJob({ state: "suspended" })),
      "UPGRADE change(s) detected (Diff: FlinkDeploymentSpec[job.state : running -> suspended]), starting reconciliation.",
    ],
    [
      spec(standalone, withJob({ upgradeMode: "last-state" })),
      spec(standalone, withJob({ upgradeMode: "stateless", parallelism: 1 })),
      "SCALE change(s) detected (Diff: FlinkDeploymentSpec[job.parallelism : 2 -> 1, job.upgradeMode : last-state -> stateless]), starting reconciliation.",
    ],
    [
      spec(),
      spec(withJob({ savepointRedeployNonce: 3, initialSavepointPath: "s3://b/s" })),
      "SAVEPOINT_REDEPLOY change(s) detected (Diff: FlinkDeploymentSpec[job.initialSavepointPath : null -> s3://b/s, job.savepointRedeployNonce : null -> 3]), starting reconciliation.",
    ],
  ])("%#", ([last, wanted, text]) => {
    expect(changesText(changes(last, wanted))).toBe(text);
  });

  test("long values and long lists are cut", () => {
    const keys = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`k${n + 10}`, n === 0 ? "v".repeat(500) : n]),
    );
    const text = changedFields(changes(spec(), spec({ flinkConfiguration: { ...base.flinkConfiguration, ...keys } })));
    expect(text).toContain(`k10 : null -> ${"v".repeat(119)}…, `);
    expect(text).toContain("flinkConfiguration.k34 : null -> 24, and 5 more");
    expect(text).not.toContain("k35");
  });
});

describe("no secret is ever told", () => {
  const env = (name: string): Part => ({
    podTemplate: { spec: { containers: [{ env: [{ name, value: "hunter2" }] }] } },
  });

  test.for<[string, Part]>([
    ["s3.secret-key", { flinkConfiguration: { "s3.secret-key": "hunter2" } }],
    ["s3.access-key", { flinkConfiguration: { s3: { "access-key": "hunter2" } } }],
    ["a password", { flinkConfiguration: { "security.ssl.rest.keystore-password": "hunter2" } }],
    ["an account key", { flinkConfiguration: { "fs.azure.account.key.x.blob": "hunter2" } }],
    ["headers", { flinkConfiguration: { "kubernetes.operator.user.artifacts.http.header": "Cookie:hunter2" } }],
    ["options of the JVM", { flinkConfiguration: { "env.java.opts.all": "-Djavax.net.ssl.keyStorePassword=hunter2" } }],
    ["an environment variable", env("DB_PASSWORD")],
    ["a map of them", { podTemplate: { metadata: { annotations: { "vault/token": "hunter2" } } } }],
    ["arguments", withJob({ args: ["--db-password", "hunter2"] })],
    ["a URL with a user", withJob({ jarURI: "https://me:hunter2@host/a.jar" })],
    ["a signed URL", withJob({ jarURI: "https://host/a.jar?X-Amz-Signature=hunter2" })],
    ["a log configuration", { logConfiguration: { "log4j-console.properties": "a=b\nappender.password=hunter2\n" } }],
  ])("%s", ([, secret]) => {
    const text = changesText(changes(spec(), spec(secret)));
    const back = changesText(changes(spec(secret), spec()));
    expect(text).toContain("******");
    expect(text).not.toContain("hunter2");
    expect(back).not.toContain("hunter2");
  });

  test("that one was changed is told", () => {
    const [before, after] = [
      env("API_TOKEN"),
      { podTemplate: { spec: { containers: [{ env: [{ name: "API_TOKEN", value: "x" }] }] } } },
    ];
    expect(change(changes(spec(before), spec(after)))).toBe(
      "upgrade: podTemplate.spec.containers.0.env.0.value : ****** -> ******",
    );
  });

  test("what is none stays readable", () => {
    const wanted = {
      image: "registry/tokenizer:1",
      ...withJob({ jarURI: "https://host/secretary.jar?v=1", args: ["--in", "x"] }),
    };
    expect(changedFields(changes(spec(), spec(wanted)))).toBe(
      "image : flink:1.20 -> registry/tokenizer:1, job.jarURI : local:///a.jar -> https://host/secretary.jar?v=1, job.args : null -> [--in, x]",
    );
  });
});
