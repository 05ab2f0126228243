import { describe, expect, test } from "vitest";
import { invalidity } from "../../../../lib/core/lifecycle/validation/invalidity.ts";
import type { WantedDeployment } from "../../../../lib/core/lifecycle/validation/problem.ts";
import { spec, wanted, type Part } from "./wanted.ts";

const checkpoints = "execution.checkpointing.dir";
const savepoints = "execution.checkpointing.savepoint-dir";
const withConfiguration = (flinkConfiguration: Part): Part => ({ flinkConfiguration });
const withJob = (job: Part): Part => ({ job });
const noSavepoints = { flinkConfiguration: { "state.savepoints.dir": null } };
const session = { job: null };

interface Case {
  readonly when: string;
  readonly part?: Part;
  readonly rest?: Partial<WantedDeployment>;
  readonly field: string;
  /** What the message begins with: users of the Apache operator look for it. */
  readonly says: string;
  /** What it says besides. */
  readonly right: string;
}

const cases: readonly Case[] = [
  ...["Etl", "1etl", "etl-", "e_l", "", "a".repeat(46)].map((name) => ({
    when: `name '${name}'`,
    rest: { metadata: { name, namespace: "jobs" } },
    field: "metadata.name",
    says: `The FlinkDeployment name: ${name} is invalid, must consist of lower case alphanumeric characters`,
    right: `no more than 45 characters. It has ${name.length}.`,
  })),
  {
    when: "no version",
    part: { flinkVersion: null },
    field: "spec.flinkVersion",
    says: "Flink Version must be defined.",
    right: "one of v1_11, v1_12",
  },
  {
    when: "a version that the mode does not run",
    part: { flinkVersion: "v1_12" },
    field: "spec.flinkVersion",
    says: "Flink version v1_12 is not supported by this operator version",
    right: "In native mode, these do: v1_13, v1_14",
  },
  {
    when: "another version after a last-state suspend",
    part: { flinkVersion: "v2_0" },
    rest: { last: spec(withJob({ state: "suspended", upgradeMode: "last-state" })) },
    field: "spec.flinkVersion",
    says: "Changing flinkVersion after last-state suspend is not allowed. Restore your cluster with the current flinkVersion and perform the version upgrade afterwards.",
    right: "It was v1_20 and is now v2_0.",
  },
  ...[
    ["kubernetes.operator.deployment.readiness.timeout", "5 parsecs", "a duration such as 5 min"],
    ["kubernetes.operator.reconciler.jm-deployment-recovery.enabled", "yes", "true or false"],
  ].map(([key = "", value = "", right = ""]) => ({
    when: `${key}: ${value}`,
    part: withConfiguration({ [key]: value }),
    field: `spec.flinkConfiguration["${key}"]`,
    says: `${key}: '${value}' must be`,
    right,
  })),
  ...["kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id"].map((key) => ({
    when: `key ${key}`,
    part: withConfiguration({ [key]: "x" }),
    field: `spec.flinkConfiguration["${key}"]`,
    says: `Forbidden Flink config key: ${key}`,
    right: "It holds 'x'; remove it",
  })),
  {
    when: "rollback without HA",
    part: withConfiguration({
      "high-availability.type": "NONE",
      "kubernetes.operator.deployment.rollback.enabled": true,
    }),
    field: 'spec.flinkConfiguration["kubernetes.operator.deployment.rollback.enabled"]',
    says: "HA must be enabled for rollback support.",
    right: "Set high-availability.type to kubernetes",
  },
  {
    when: "health check without recovery",
    part: withConfiguration({
      "kubernetes.operator.cluster.health-check.enabled": true,
      "kubernetes.operator.jm-deployment-recovery.enabled": false,
    }),
    field: 'spec.flinkConfiguration["kubernetes.operator.jm-deployment-recovery.enabled"]',
    says: "Deployment recovery (kubernetes.operator.jm-deployment-recovery.enabled) must be enabled for job health check (kubernetes.operator.cluster.health-check.enabled) support.",
    right: "Set it to true",
  },
  {
    when: "an ingress without a template",
    part: { ingress: { className: "nginx" } },
    field: "spec.ingress.template",
    says: "Ingress template must be defined",
    right: "{{name}}.{{namespace}}.flink.example.com",
  },
  ...["example.com:port", "{{name}}.x:65536/a", "https://x:8o/y", "x:{{namespace}}"].map((template) => ({
    when: `ingress ${template}`,
    part: { ingress: { template } },
    field: "spec.ingress.template",
    says: `Unable to process the Ingress template(${template}). Error: '${/:([^:/]+)(\/[^/]*)?$/.exec(template.replace("{{namespace}}", "jobs"))?.[1]}'`,
    right: "is not a port",
  })),
  {
    when: "another log file",
    part: { logConfiguration: { "log4j-console.properties": "", "log4j.properties": "" } },
    field: 'spec.logConfiguration["log4j.properties"]',
    says: "Invalid log config key: log4j.properties. Allowed keys are [log4j-console.properties, logback-console.xml]",
    right: "",
  },
  ...["savepoint", "last-state"].map((upgradeMode) => ({
    when: `${upgradeMode} without a checkpoint directory`,
    part: { ...withJob({ upgradeMode }), ...withConfiguration({ "state.checkpoints.dir": " " }) },
    field: `spec.flinkConfiguration["${checkpoints}"]`,
    says: `Checkpoint directory[${checkpoints}] must be defined for last-state and savepoint upgrade modes`,
    right: `spec.job.upgradeMode is ${upgradeMode}.`,
  })),
  {
    when: "savepoint upgrades without a directory",
    part: { ...noSavepoints, ...withJob({ savepointTriggerNonce: 1 }) },
    field: `spec.flinkConfiguration["${savepoints}"]`,
    says: `Job could not be upgraded with savepoint while config key[${savepoints}] is not set`,
    right: "state.savepoints.dir before Flink 1.20",
  },
  {
    when: "a savepoint by hand without a directory",
    part: {
      ...withConfiguration({ "state.savepoints.dir": null, "kubernetes.operator.periodic.savepoint.interval": "" }),
      ...withJob({ upgradeMode: "last-state", savepointTriggerNonce: 3 }),
    },
    field: `spec.flinkConfiguration["${savepoints}"]`,
    says: `Savepoint could not be manually triggered for the running job while config key[${savepoints}] is not set`,
    right: "remove spec.job.savepointTriggerNonce (3)",
  },
  {
    when: "periodic savepoints without a directory, even an empty interval",
    part: {
      ...withConfiguration({
        "state.savepoints.dir": null,
        "kubernetes.operator.periodic.savepoint.interval": "",
        "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age": "1h",
      }),
      ...withJob({ upgradeMode: "stateless" }),
    },
    field: `spec.flinkConfiguration["${savepoints}"]`,
    says: `Periodic savepoints cannot be enabled when config key[${savepoints}] is not set`,
    right: "or remove kubernetes.operator.periodic.savepoint.interval ('')",
  },
  {
    when: "a greatest age of checkpoints without a directory",
    part: {
      ...withConfiguration({
        "state.savepoints.dir": null,
        "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age": "1h",
      }),
      ...withJob({ upgradeMode: "stateless" }),
    },
    field: `spec.flinkConfiguration["${savepoints}"]`,
    says: `In order to use max-checkpoint age functionality config key[${savepoints}] must be set to allow triggering savepoint upgrades.`,
    right: "('1h')",
  },
  ...[0, -1].map((parallelism) => ({
    when: `parallelism ${parallelism}`,
    part: withJob({ parallelism }),
    field: "spec.job.parallelism",
    says: "Job parallelism must be larger than 0",
    right: `Set spec.job.parallelism (${parallelism}) to 1 or more`,
  })),
  {
    when: "an application without TaskManagers",
    part: { taskManager: { resource: { memory: "2g" }, replicas: 0 } },
    field: "spec.taskManager.replicas",
    says: "TaskManager replicas must be larger than 0",
    right: "Set spec.taskManager.replicas (0) to 1 or more",
  },
  ...(["JobManager", "TaskManager"] as const).flatMap((title) =>
    memoryCases(
      title,
      title.replace(/^./, (c) => c.toLowerCase()),
    ),
  ),
  {
    when: "no JobManager",
    part: { jobManager: { resource: { memory: "1g" }, replicas: 0 } },
    field: "spec.jobManager.replicas",
    says: "JobManager replicas should not be configured less than one.",
    right: "Set spec.jobManager.replicas (0) to 1",
  },
  {
    when: "standby JobManagers without HA",
    part: {
      jobManager: { resource: { memory: "1g" }, replicas: 2 },
      ...withConfiguration({ "high-availability.type": null }),
    },
    field: "spec.jobManager.replicas",
    says: "High availability should be enabled when starting standby JobManagers.",
    right: "or spec.jobManager.replicas (2) to 1",
  },
  {
    when: "a session cluster without TaskManagers",
    part: { ...session, taskManager: { resource: { memory: "1g" }, replicas: 0 } },
    field: "spec.taskManager.replicas",
    says: "TaskManager replicas should not be configured less than one.",
    right: "Set spec.taskManager.replicas (0) to 1 or more",
  },
  {
    when: "an application that was a session cluster",
    rest: { last: spec(session) },
    field: "spec.job",
    says: "Cannot switch from session to job cluster",
    right: "create it anew",
  },
  {
    when: "a session cluster that was an application",
    part: session,
    rest: { last: spec() },
    field: "spec.job",
    says: "Cannot switch from job to session cluster",
    right: "create it anew",
  },
  {
    when: "standalone that was native",
    part: { mode: "standalone" },
    rest: { last: spec() },
    field: "spec.mode",
    says: "Cannot switch from native kubernetes to standalone kubernetes cluster",
    right: "Set spec.mode back to native",
  },
  {
    when: "native that was standalone",
    rest: { last: spec({ mode: "standalone" }) },
    field: "spec.mode",
    says: "Cannot switch from standalone kubernetes to native kubernetes cluster",
    right: "Set spec.mode back to standalone",
  },
  ...[{}, { initialSavepointPath: "  " }].map((path) => ({
    when: `a redeployment from the savepoint ${JSON.stringify(path)}`,
    part: withJob({ savepointRedeployNonce: 2, ...path }),
    rest: { last: spec(withJob({ savepointRedeployNonce: 1 })) },
    field: "spec.job.initialSavepointPath",
    says: "InitialSavepointPath must not be empty for savepoint redeployment",
    right: "or put spec.job.savepointRedeployNonce (2) back",
  })),
  {
    when: "no service account",
    part: { serviceAccount: null },
    field: "spec.serviceAccount",
    says: "spec.serviceAccount must be defined. If you use helm, its value should be the same with the name of jobServiceAccount.",
    right: "for example flink",
  },
  {
    when: "an option of the autoscaler",
    part: withConfiguration({ "job.autoscaler.enabled": true, "job.autoscaler.utilization.target": 2 }),
    field: 'spec.flinkConfiguration["job.autoscaler.utilization.target"]',
    says: "The AutoScalerOption job.autoscaler.utilization.target is invalid, it should be a value within the range [0.0, 1.0]",
    right: "it is 2",
  },
];

function memoryCases(title: string, role: string): readonly Case[] {
  const field = `spec.${role}.resource`;
  const amounts = (resources: Part): Part => ({ [role]: { resource: { memory: "2g" }, resources } });
  const violation = (when: string, resources: Part, says: string, right = ""): Case => ({
    when: `${title}: ${when}`,
    part: amounts(resources),
    field: `spec.${role}.resources`,
    says,
    right,
  });
  return [
    ...[undefined, {}, { resource: { memory: " " } }, { resources: { requests: { cpu: 1 } } }].map((given) => ({
      when: `no memory for the ${title} in ${JSON.stringify(given)}`,
      part: { [role]: given },
      field: `${field}.memory`,
      says: `${title} resource memory must be defined using \`${field}.memory\``,
      right: "Flink cannot work it out: neither",
    })),
    {
      when: `${title}: no memory size`,
      part: { [role]: { resource: { memory: "lots" } } },
      field,
      says: `${title} resource memory parse error: 'lots' is not a memory size`,
      right: "write it as 2048m",
    },
    {
      when: `${title}: no storage size`,
      part: { [role]: { resource: { memory: "2g", ephemeralStorage: "2 discs" } } },
      field,
      says: `${title} resource ephemeral storage parse error: '2 discs' is not a quantity`,
      right: "write it as 10Gi",
    },
    {
      when: `${title}: neither`,
      part: { [role]: { resource: { memory: "lots", ephemeralStorage: "more" } } },
      field,
      says: `${title} resource memory parse error: `,
      right: `; ${title} resource ephemeral storage parse error: 'more'`,
    },
    violation(
      "memory",
      { requests: { memory: "x" } },
      `${title} resources.requests.memory 'x' is not an amount: write it as 2048m or 2Gi`,
    ),
    violation(
      "no memory at all",
      { limits: { memory: 0 } },
      `${title} resources.limits.memory '0' must be more than 0`,
    ),
    violation(
      "cpu",
      { limits: { cpu: "1 core" } },
      `${title} resources.limits.cpu '1 core' is not an amount: write it as 500m or 2`,
    ),
    violation("no cpu at all", { requests: { cpu: 0 } }, `${title} resources.requests.cpu '0' must be more than 0`),
    violation(
      "less than no cpu",
      { requests: { cpu: "-1" } },
      `${title} resources.requests.cpu '-1' must be more than 0`,
    ),
    violation(
      "less than no disk",
      { limits: { "ephemeral-storage": "-1Gi" } },
      `${title} resources.limits.ephemeral-storage '-1Gi' must be 0 or more, such as 1 or 10Gi`,
    ),
    violation(
      "cpu above its limit",
      { requests: { cpu: 2 }, limits: { cpu: "1500m" } },
      `${title} resources.requests.cpu '2' must not be more than limits.cpu '1500m'`,
    ),
    violation(
      "memory above its limit",
      { requests: { memory: "2g" }, limits: { memory: "2047m" } },
      `${title} resources.requests.memory '2g' must not be more than limits.memory '2047m'`,
    ),
    violation(
      "all at once",
      { requests: { cpu: "x", memory: "3g" }, limits: { cpu: 1, memory: "2g", "nvidia.com/gpu": "-1" } },
      `${title} resources.requests.cpu 'x' is not an amount`,
      `; ${title} resources.limits.nvidia.com/gpu '-1' must be 0 or more, such as 1 or 10Gi; ${title} resources.requests.memory '3g' must not be more than limits.memory '2g'`,
    ),
  ];
}

describe("invalidity", () => {
  test.for(cases)("$when: $says", ({ part, rest, field, says, right }) => {
    const found = invalidity(wanted(part, rest));
    expect(found?.field).toBe(field);
    expect(found?.message.slice(0, says.length)).toBe(says);
    expect(found?.message).toContain(right);
  });

  test.for<[string, Part, Partial<WantedDeployment>]>([
    ["the good one", {}, {}],
    ["the longest name", {}, { metadata: { name: "a".repeat(45), namespace: "jobs" } }],
    ["a name of one letter", {}, { metadata: { name: "a", namespace: "jobs" } }],
    ["the oldest native version", { flinkVersion: "v1_13" }, {}],
    ["the oldest standalone version", { flinkVersion: "v1_11", mode: "standalone" }, {}],
    ["a session cluster", session, {}],
    ["a suspended job that is new", withJob({ state: "suspended" }), {}],
    ["a job without a jar", withJob({ jarURI: null }), {}],
    ["rollback with HA", withConfiguration({ "kubernetes.operator.deployment.rollback.enabled": true }), {}],
    [
      "no rollback, no HA",
      withConfiguration({ "high-availability.type": null, "kubernetes.operator.deployment.rollback.enabled": false }),
      {},
    ],
    ["health check with recovery", withConfiguration({ "kubernetes.operator.cluster.health-check.enabled": true }), {}],
    [
      "no recovery, no health check",
      withConfiguration({ "kubernetes.operator.jm-deployment-recovery.enabled": false }),
      {},
    ],
    ["an ingress", { ingress: { template: "{{name}}.{{NAMESPACE}}.flink.k8s.io" } }, {}],
    ["an ingress with path groups", { ingress: { template: "/{{namespace}}/{{name}}(/|$)(.*)" } }, {}],
    ["an ingress with a port", { ingress: { template: "https://example.com:65535/{{name}}:x" } }, {}],
    ["an ingress on IPv6", { ingress: { template: "[::1]/{{name}}" } }, {}],
    ["both log files", { logConfiguration: { "log4j-console.properties": "a", "logback-console.xml": "b" } }, {}],
    [
      "directories by their newer names",
      withConfiguration({
        "state.checkpoints.dir": null,
        "state.savepoints.dir": null,
        [checkpoints]: "s3://c",
        [savepoints]: "s3://s",
      }),
      {},
    ],
    [
      "stateless without directories",
      {
        ...withConfiguration({ "state.checkpoints.dir": null, "state.savepoints.dir": null }),
        ...withJob({ upgradeMode: "stateless" }),
      },
      {},
    ],
    ["last-state without a savepoint directory", { ...noSavepoints, ...withJob({ upgradeMode: "last-state" }) }, {}],
    [
      "last-state without HA: the checkpoint is asked for",
      { ...withConfiguration({ "high-availability.type": null }), ...withJob({ upgradeMode: "last-state" }) },
      {},
    ],
    [
      "TaskManagers instead of parallelism",
      { ...withJob({ parallelism: 0 }), taskManager: { resource: { memory: "1g" }, replicas: 1 } },
      {},
    ],
    ["memory in requests", { jobManager: { resources: { requests: { memory: "2048m" } } } }, {}],
    ["memory in limits", { taskManager: { resources: { limits: { memory: "2Gi" } } } }, {}],
    [
      "memory in Flink's options",
      {
        jobManager: null,
        taskManager: null,
        ...withConfiguration({ "jobmanager.memory.process.size": "2g", "taskmanager.memory.flink.size": "2g" }),
      },
      {},
    ],
    [
      "amounts",
      {
        taskManager: {
          resources: {
            requests: { cpu: 0.5, memory: "2048m", "nvidia.com/gpu": 0 },
            limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "10Gi" },
          },
        },
      },
      {},
    ],
    ["ephemeral storage", { jobManager: { resource: { memory: "2Gi", ephemeralStorage: "1Gi" } } }, {}],
    ["standby JobManagers with HA", { jobManager: { resource: { memory: "1g" }, replicas: 3 } }, {}],
    [
      "another version of a running job",
      { flinkVersion: "v2_0" },
      { last: spec(withJob({ upgradeMode: "last-state" })) },
    ],
    ["another version after a savepoint", { flinkVersion: "v2_0" }, { last: spec(withJob({ state: "suspended" })) }],
    [
      "the same version after a last-state suspend",
      {},
      { last: spec(withJob({ state: "suspended", upgradeMode: "last-state" })) },
    ],
    [
      "another version, starting empty",
      { flinkVersion: "v2_0", ...withJob({ upgradeMode: "stateless" }) },
      { last: spec(withJob({ state: "suspended", upgradeMode: "last-state" })) },
    ],
    ["another version of a session cluster", { flinkVersion: "v2_0", ...session }, { last: spec(session) }],
    ["a redeployment", withJob({ savepointRedeployNonce: 2, initialSavepointPath: "s3://b/s" }), { last: spec() }],
    [
      "the redeployment of before",
      withJob({ savepointRedeployNonce: 2 }),
      { last: spec(withJob({ savepointRedeployNonce: 2 })) },
    ],
    ["a first deployment with a nonce", withJob({ savepointRedeployNonce: 2 }), {}],
    ["the autoscaler", withConfiguration({ "job.autoscaler.enabled": true }), {}],
    ["nonsense of an autoscaler that is off", withConfiguration({ "job.autoscaler.utilization.target": 9 }), {}],
  ])("nothing against %s", ([, part, rest]) => {
    expect(invalidity(wanted(part, rest))).toBeUndefined();
  });

  test("a canary may hold anything, only that label makes one", () => {
    const bad = (label: string) =>
      invalidity(
        wanted(
          { flinkVersion: null },
          { metadata: { name: "X", namespace: "jobs", labels: { "flink.apache.org/canary": label } } },
        ),
      );
    expect(bad("true")).toBeUndefined();
    expect(bad("false")?.field).toBe("metadata.name");
  });

  test("of everything that is wrong, the first in the order of the Apache operator is told", () => {
    // Each step mends what the step before complained of.
    const mending: readonly [field: string, part: Part, rest?: Partial<WantedDeployment>][] = [
      ["metadata.name", {}, { metadata: { name: "X", namespace: "jobs" } }],
      ["spec.flinkVersion", {}, {}],
      ['spec.flinkConfiguration["kubernetes.namespace"]', { flinkVersion: "v1_20" }],
      [
        'spec.flinkConfiguration["kubernetes.operator.deployment.rollback.enabled"]',
        withConfiguration({ "kubernetes.namespace": null }),
      ],
      [
        'spec.flinkConfiguration["kubernetes.operator.jm-deployment-recovery.enabled"]',
        withConfiguration({ "kubernetes.operator.deployment.rollback.enabled": null }),
      ],
      ["spec.ingress.template", withConfiguration({ "kubernetes.operator.jm-deployment-recovery.enabled": null })],
      ['spec.logConfiguration["x"]', { ingress: null }],
      [`spec.flinkConfiguration["${checkpoints}"]`, { logConfiguration: null }],
      [`spec.flinkConfiguration["${savepoints}"]`, withConfiguration({ "state.checkpoints.dir": "s3://c" })],
      ["spec.taskManager.replicas", withConfiguration({ "state.savepoints.dir": "s3://s" })],
      ["spec.jobManager.resource", { taskManager: { resource: { memory: "x" } } }],
      [
        "spec.jobManager.resources",
        { jobManager: { resource: { memory: "1g" }, resources: { requests: { cpu: 0 } }, replicas: 0 } },
      ],
      ["spec.jobManager.replicas", { jobManager: { resource: { memory: "1g" }, replicas: 0 } }],
      ["spec.taskManager.resource", { jobManager: { resource: { memory: "1g" } } }],
      ["spec.mode", { taskManager: { resource: { memory: "1g" } } }],
      ["spec.serviceAccount", { mode: "standalone" }],
      ['spec.flinkConfiguration["job.autoscaler.utilization.target"]', { serviceAccount: "flink" }],
    ];
    let flinkConfiguration: Part = {
      "kubernetes.namespace": "x",
      "high-availability.type": null,
      "kubernetes.operator.deployment.rollback.enabled": true,
      "kubernetes.operator.cluster.health-check.enabled": true,
      "kubernetes.operator.jm-deployment-recovery.enabled": false,
      "state.checkpoints.dir": null,
      "state.savepoints.dir": null,
      "job.autoscaler.enabled": true,
      "job.autoscaler.utilization.target": 2,
    };
    let part: Part = {
      flinkVersion: null,
      ingress: {},
      logConfiguration: { x: "" },
      serviceAccount: null,
      jobManager: { resource: { memory: "x" }, resources: { requests: { cpu: 0 } }, replicas: 0 },
      taskManager: { resource: { memory: "x" }, replicas: 0 },
    };
    const last = spec({ mode: "standalone" });
    const told = mending.map(([, mended, rest]) => {
      flinkConfiguration = { ...flinkConfiguration, ...(mended["flinkConfiguration"] as Part | undefined) };
      part = { ...part, ...mended, flinkConfiguration };
      return invalidity(wanted(part, { last, ...rest }))?.field;
    });
    expect(told).toEqual(mending.map(([field]) => field));
  });
});
