import * as z from "zod";
import {
  condition,
  flinkConfiguration,
  flinkVersion,
  jobSpec,
  jobStatus,
  lifecycleStates,
  metadata,
  podTemplate,
  reconciliationStatus,
} from "./common.ts";
import { journal } from "./journal.ts";

export const ingressSpec = z.object({
  template: z.string().optional(),
  className: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  tls: z.array(z.object({ hosts: z.array(z.string()).optional(), secretName: z.string().optional() })).optional(),
});
export type IngressSpec = z.output<typeof ingressSpec>;

const quantity = z.union([z.string(), z.number()]);

export const resource = z.object({
  cpu: z.number().optional(),
  memory: z.string().optional(),
  ephemeralStorage: z.string().optional(),
});
/** core/v1 ResourceRequirements */
export const resourceRequirements = z.object({
  requests: z.record(z.string(), quantity).optional(),
  limits: z.record(z.string(), quantity).optional(),
  claims: z.array(z.looseObject({ name: z.string() })).optional(),
});

export const jobManagerSpec = z.object({
  resource: resource.optional(),
  resources: resourceRequirements.optional(),
  replicas: z.int().default(1),
  podTemplate: podTemplate.optional(),
});
export type JobManagerSpec = z.output<typeof jobManagerSpec>;

export const taskManagerSpec = z.object({
  resource: resource.optional(),
  resources: resourceRequirements.optional(),
  replicas: z.int().optional(),
  podTemplate: podTemplate.optional(),
});
export type TaskManagerSpec = z.output<typeof taskManagerSpec>;

export const flinkDeploymentSpec = z.object({
  job: jobSpec.optional(),
  restartNonce: z.int().optional(),
  flinkConfiguration: flinkConfiguration.default({}),
  image: z.string().optional(),
  imagePullPolicy: z.string().optional(),
  serviceAccount: z.string().optional(),
  flinkVersion: flinkVersion.optional(),
  ingress: ingressSpec.optional(),
  podTemplate: podTemplate.optional(),
  jobManager: jobManagerSpec.optional(),
  taskManager: taskManagerSpec.optional(),
  logConfiguration: z.record(z.string(), z.string()).optional(),
  mode: z.enum(["native", "standalone"]).default("native"),
});
export type FlinkDeploymentSpec = z.output<typeof flinkDeploymentSpec>;

export const jobManagerDeploymentStatuses = ["READY", "DEPLOYED_NOT_READY", "DEPLOYING", "MISSING", "ERROR"] as const;
export type JobManagerDeploymentStatus = (typeof jobManagerDeploymentStatuses)[number];

export const flinkDeploymentStatus = z.looseObject({
  jobStatus: jobStatus.optional(),
  error: z.string().optional(),
  observedGeneration: z.int().optional(),
  lifecycleState: z.enum(lifecycleStates).optional(),
  clusterInfo: z.record(z.string(), z.string()).optional(),
  jobManagerDeploymentStatus: z.enum(jobManagerDeploymentStatuses).optional(),
  reconciliationStatus: reconciliationStatus.optional(),
  taskManager: z.object({ labelSelector: z.string().optional(), replicas: z.int().optional() }).optional(),
  conditions: z.array(condition).default([]),
  fleet: journal.optional(),
});
export type FlinkDeploymentStatus = z.output<typeof flinkDeploymentStatus>;

/** As it is read from an API server. */
export const flinkDeployment = z.object({
  apiVersion: z.literal("flink.apache.org/v1beta1"),
  kind: z.literal("FlinkDeployment"),
  metadata,
  spec: flinkDeploymentSpec,
  status: flinkDeploymentStatus.prefault({}),
});
export type FlinkDeployment = z.output<typeof flinkDeployment>;
