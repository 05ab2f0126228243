import * as z from "zod";
import { field, int64, labels, opaque, optional } from "./field.ts";
import { checkpointInfo, savepointInfo } from "./snapshotInfo.ts";

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

const forbidden = { "x-kubernetes-int-or-string": true };

/** Free-form YAML: flat dotted keys, nested maps, lists, or a mix of them. Flattened by lib/core/configuration. */
export const flinkConfiguration = z.record(z.string(), z.unknown()).meta({
  // Named for the API server alone: rules in CEL see declared fields only. Everything else is kept as it is.
  properties: {
    "kubernetes.namespace": forbidden,
    "kubernetes.cluster-id": forbidden,
    "high-availability.cluster-id": forbidden,
    kubernetes: {
      type: "object",
      additionalProperties: {},
      properties: { namespace: forbidden, "cluster-id": forbidden },
    },
  },
});

/** A core/v1 Pod or PodTemplateSpec whose unknown fields are kept. */
export const podTemplate = z
  .looseObject({
    metadata: optional(z.looseObject({}), "Labels and annotations of the pods."),
    spec: optional(z.looseObject({}), "A core/v1 PodSpec."),
  })
  .meta(opaque);

export const upgradeMode = z.enum(["stateless", "savepoint", "last-state"]);
export type UpgradeMode = z.output<typeof upgradeMode>;

/** What runs: shared by FlinkDeployment, FlinkSessionJob and the template of FlinkBlueGreenDeployment. */
export const jobSpec = z.object({
  jarURI: optional(
    z.string(),
    "Where the job's jar is. An application reads it inside the image, such as local:///opt/flink/usrlib/job.jar; a session " +
      "job fetches it, such as https://host/job.jar. Leave it out when the image already has the job on its class path.",
  ),
  parallelism: field(
    z.int32().default(0),
    "How many subtasks each operator of the job has, at least 1. Not needed where taskManager.replicas is set: then it is " +
      "the replicas times taskmanager.numberOfTaskSlots.",
  ),
  entryClass: optional(z.string(), "The class with the main method, when the jar's manifest does not name it."),
  args: field(z.array(z.string()).default([]), "Arguments of the main method."),
  state: field(
    z.enum(["running", "suspended"]).default("running"),
    "running: the job is kept running. suspended: it is stopped in the way of upgradeMode, its state is kept.",
  ),
  savepointTriggerNonce: optional(
    int64,
    "Deprecated, create a FlinkStateSnapshot instead. Another number than before takes a savepoint.",
  ),
  initialSavepointPath: optional(
    z.string(),
    "The savepoint or checkpoint that the job starts from. Read at the first deployment and when savepointRedeployNonce changes.",
  ),
  checkpointTriggerNonce: optional(
    int64,
    "Deprecated, create a FlinkStateSnapshot instead. Another number than before takes a checkpoint (Flink 1.17 and later).",
  ),
  upgradeMode: field(
    upgradeMode.default("stateless"),
    "What a new spec does with the job's state. stateless: starts empty. savepoint: stops with a savepoint and restores it. " +
      "last-state: restores the last checkpoint, which needs no healthy job.",
  ),
  allowNonRestoredState: optional(
    z.boolean(),
    "Starts even when the savepoint holds state that no operator of the job takes.",
  ),
  savepointRedeployNonce: optional(
    int64,
    "Another number than before redeploys the job from initialSavepointPath, dropping the state it has now.",
  ),
  autoscalerResetNonce: optional(int64, "Another number than before makes the autoscaler forget what it has learnt."),
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
  type: z.string().describe("The aspect of the resource, such as Ready; one entry for each."),
  status: z.enum(["True", "False", "Unknown"]).describe("Unknown: it could not be looked at."),
  reason: z.string().describe("One word for programs."),
  message: z.string().describe("A sentence for people."),
  lastTransitionTime: z.string().describe("When status changed last; RFC 3339."),
  observedGeneration: optional(z.int(), "The metadata.generation that this speaks of."),
});
export type Condition = z.output<typeof condition>;

/** A list that the API server merges by `type`, so that several writers may each own one condition. */
export const conditions = field(
  z
    .array(condition)
    .default([])
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] }),
  "What is true of the resource now, one entry a type, for kubectl wait and for health checks of other tools.",
);

export const jobStatus = z.looseObject({
  jobName: optional(z.string(), "The job's name in Flink."),
  jobId: optional(z.string(), "The job's id in Flink, 32 hexadecimal digits."),
  state: optional(z.enum(jobStates), "The job's state, in Flink's words, as it was seen last."),
  startTime: optional(z.string(), "When the job started; milliseconds since 1970, as text."),
  updateTime: optional(z.string(), "When the state was seen to change; milliseconds since 1970, as text."),
  upgradeSavepointPath: optional(z.string(), "What the next start restores."),
  savepointInfo: optional(savepointInfo, "Deprecated. Savepoints that were triggered by nonce or by schedule."),
  checkpointInfo: optional(checkpointInfo, "Deprecated. Checkpoints that were triggered by nonce or by schedule."),
});
export type JobStatus = z.output<typeof jobStatus>;

export const reconciliationStatus = z.looseObject({
  reconciliationTimestamp: optional(z.int(), "When a spec was last brought to the cluster; milliseconds since 1970."),
  lastReconciledSpec: optional(z.string(), "The spec that was last brought to the cluster, as JSON."),
  lastStableSpec: optional(z.string(), "The last spec with which the job ran well, as JSON."),
  state: field(
    z.enum(["DEPLOYED", "UPGRADING", "ROLLING_BACK", "ROLLED_BACK"]).default("UPGRADING"),
    "Where bringing lastReconciledSpec to the cluster has got to.",
  ),
});
export type ReconciliationStatus = z.output<typeof reconciliationStatus>;

/** The part of metadata that a resource of ours is read with. */
export const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: field(z.int().default(1), "Counts the changes of spec."),
  creationTimestamp: optional(z.string(), "RFC 3339."),
  deletionTimestamp: optional(z.string(), "RFC 3339; set while finalizers hold the object back."),
  finalizers: field(z.array(z.string()).default([]), "Who still has to clean up."),
  labels: field(labels.default({}), "Labels."),
  annotations: field(labels.default({}), "Annotations."),
});

/** apiVersion of every kind in this folder. */
export const apiVersion = "flink.apache.org/v1beta1";
