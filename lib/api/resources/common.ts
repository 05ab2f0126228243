import * as z from "zod";

/** Versions of Flink as `spec.flinkVersion` spells them. Which of them are supported is decided in lib/core/configuration/versions.ts. */
export const flinkVersions = [
  "v1_11",
  "v1_12",
  "v1_13",
  "v1_14",
  "v1_15",
  "v1_16",
  "v1_17",
  "v1_18",
  "v1_19",
  "v1_20",
  "v2_0",
  "v2_1",
  "v2_2",
  "v2_3",
  "v2_4",
] as const;
export const flinkVersion = z.enum(flinkVersions);
export type FlinkVersion = z.output<typeof flinkVersion>;

/** Free-form YAML: flat dotted keys, nested maps, lists, or a mix of them. Flattened by lib/core/configuration. */
export const flinkConfiguration = z.record(z.string(), z.unknown());

/** A core/v1 Pod or PodTemplateSpec whose unknown fields are kept. */
export const podTemplate = z.looseObject({
  metadata: z.looseObject({}).optional(),
  spec: z.looseObject({}).optional(),
});
export type PodTemplate = z.output<typeof podTemplate>;

export const upgradeMode = z.enum(["stateless", "savepoint", "last-state"]);

/** What runs: shared by FlinkDeployment, FlinkSessionJob and the template of FlinkBlueGreenDeployment. */
export const jobSpec = z.object({
  jarURI: z.string().optional(),
  parallelism: z.int().default(0),
  entryClass: z.string().optional(),
  args: z.array(z.string()).default([]),
  state: z.enum(["running", "suspended"]).default("running"),
  savepointTriggerNonce: z.int().optional(),
  initialSavepointPath: z.string().optional(),
  checkpointTriggerNonce: z.int().optional(),
  upgradeMode: upgradeMode.default("stateless"),
  allowNonRestoredState: z.boolean().optional(),
  savepointRedeployNonce: z.int().optional(),
  autoscalerResetNonce: z.int().optional(),
});
export type JobSpec = z.output<typeof jobSpec>;

export const jobStates = [
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "FAILING",
  "FAILED",
  "CANCELLING",
  "CANCELED",
  "FINISHED",
  "RESTARTING",
  "SUSPENDED",
  "RECONCILING",
] as const;

export const lifecycleStates = [
  "CREATED",
  "SUSPENDED",
  "UPGRADING",
  "DEPLOYED",
  "STABLE",
  "ROLLING_BACK",
  "ROLLED_BACK",
  "FAILED",
  "DELETING",
  "DELETED",
] as const;
export type LifecycleState = (typeof lifecycleStates)[number];

export const condition = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z.string(),
  message: z.string(),
  /** RFC 3339 */
  lastTransitionTime: z.string(),
  observedGeneration: z.int().optional(),
});
export type Condition = z.output<typeof condition>;

export const jobStatus = z.looseObject({
  jobName: z.string().optional(),
  jobId: z.string().optional(),
  state: z.enum(jobStates).optional(),
  startTime: z.string().optional(),
  updateTime: z.string().optional(),
  upgradeSavepointPath: z.string().optional(),
});
export type JobStatus = z.output<typeof jobStatus>;

export const reconciliationStatus = z.looseObject({
  reconciliationTimestamp: z.int().optional(),
  lastReconciledSpec: z.string().optional(),
  lastStableSpec: z.string().optional(),
  state: z.enum(["DEPLOYED", "UPGRADING", "ROLLING_BACK", "ROLLED_BACK"]).default("UPGRADING"),
});
export type ReconciliationStatus = z.output<typeof reconciliationStatus>;

/** The part of metadata that a resource of ours is read with. */
export const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.int().default(1),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  finalizers: z.array(z.string()).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
export type Metadata = z.output<typeof metadata>;
