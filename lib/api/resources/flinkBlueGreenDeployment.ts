import * as z from "zod";
import { apiVersion, conditions, jobStatus, metadata } from "./common.ts";
import { field, labels, opaque, optional, parts } from "./field.ts";
import { flinkDeploymentSpec, ingressSpec } from "./flinkDeployment.ts";
import { journal } from "./journal.ts";

const flinkBlueGreenDeploymentSpec = z.object({
  configuration: field(
    labels.default({}),
    "Options of the change-over: kubernetes.operator.bluegreen.abort.grace-period (10 min), " +
      "kubernetes.operator.bluegreen.reconciliation.reschedule-interval (15 s) and " +
      "kubernetes.operator.bluegreen.deployment-deletion.delay (0 ms).",
  ),
  ingress: optional(ingressSpec, "An Ingress that always leads to the FlinkDeployment that is active."),
  template: optional(
    z.object({
      metadata: optional(z.looseObject({}).meta(opaque), "Accepted and not used."),
      spec: optional(flinkDeploymentSpec, "The spec of the FlinkDeployments NAME-blue and NAME-green."),
    }),
    "What the two FlinkDeployments are made from.",
  ),
});

const blueGreenStates = [
  "INITIALIZING_BLUE",
  "ACTIVE_BLUE",
  "ACTIVE_GREEN",
  "TRANSITIONING_TO_BLUE",
  "TRANSITIONING_TO_GREEN",
  "SAVEPOINTING_BLUE",
  "SAVEPOINTING_GREEN",
] as const;

const unset = "RFC 3339; 1970-01-01T00:00:00Z when there is none.";

const flinkBlueGreenDeploymentStatus = z.looseObject({
  jobStatus: optional(jobStatus, "The job of the active FlinkDeployment; only state is kept."),
  blueGreenState: optional(z.enum(blueGreenStates), "Which of the two is active, or where the change-over has got to."),
  lastReconciledSpec: optional(z.string(), "The spec that was last brought to the cluster, as JSON."),
  lastReconciledTimestamp: optional(z.string(), `When that was. ${unset}`),
  abortTimestamp: optional(z.string(), `When the change-over is given up. ${unset}`),
  deploymentReadyTimestamp: optional(z.string(), `When the new FlinkDeployment was seen to run. ${unset}`),
  savepointTriggerId: optional(z.string(), "The id of the savepoint, in Flink, that the change-over waits for."),
  error: optional(z.string(), "What went wrong last."),
  conditions,
  fleet: optional(journal.meta(opaque), "What flink-fleet has to remember. Not for reading by others."),
});

/** As it is read from an API server. */
export const flinkBlueGreenDeployment = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal("FlinkBlueGreenDeployment"),
    metadata,
    spec: parts(flinkBlueGreenDeploymentSpec, "What is wanted."),
    status: parts(flinkBlueGreenDeploymentStatus, "What there is."),
  })
  .describe("An application whose new version is started beside the old one before that is stopped.");
export type FlinkBlueGreenDeployment = z.output<typeof flinkBlueGreenDeployment>;
