import * as z from "zod";
import {
  apiVersion,
  conditions,
  flinkConfiguration,
  flinkVersion,
  jobSpec,
  jobStatus,
  lifecycleStates,
  metadata,
  podTemplate,
  reconciliationStatus,
} from "./common.ts";
import { field, int64, labels, opaque, optional, parts, quantity } from "./field.ts";
import { journal } from "./journal.ts";

export const ingressSpec = z.object({
  template: optional(
    z.string(),
    "Host and path under which Flink's web page is reached. {{name}} and {{namespace}} are filled in, for example " +
      "{{name}}.{{namespace}}.flink.example.com or flink.example.com/{{namespace}}/{{name}}(/|$)(.*).",
  ),
  className: optional(z.string(), "The IngressClass that serves it."),
  annotations: optional(labels, "Annotations of the Ingress."),
  labels: optional(labels, "Labels of the Ingress."),
  tls: optional(
    z.array(
      z.object({
        hosts: optional(z.array(z.string()), "The hosts that the certificate is for."),
        secretName: optional(z.string(), "The Secret with the certificate."),
      }),
    ),
    "As in networking.k8s.io/v1 Ingress.",
  ),
});

const resourceFields = {
  cpu: optional(z.number(), "Cores, for example 0.5."),
  memory: optional(z.string().max(64), "Memory of the whole process, for example 2048m or 2Gi; both mean 2048 MiB."),
  ephemeralStorage: optional(z.string(), "Local disk, for example 1Gi."),
};
export const resource = z.object(resourceFields);

const taskManagerResource = z.object({
  ...resourceFields,
  replicas: optional(
    z
      .never({ error: "is the old v1alpha1 form: write taskManager.replicas, beside resource and not inside it" })
      .meta({ "x-kubernetes-int-or-string": true }),
    "Refused: the v1alpha1 form of taskManager.replicas.",
  ),
});

const amounts = z.record(z.string(), quantity);
/** core/v1 ResourceRequirements */
export const resourceRequirements = z.object({
  requests: optional(amounts, "What is reserved; cpu and memory size the Flink process."),
  limits: optional(amounts, "What may be used at most."),
  claims: optional(
    z.array(
      z.looseObject({
        name: z.string().describe("A name in spec.resourceClaims of the pod."),
        request: optional(z.string(), "One request of that claim; all of them when left out."),
      }),
    ),
    "Dynamic resource allocation, as in core/v1.",
  ),
});

const resourceNote = "Deprecated, use resources. Size of each pod.";
const resourcesNote = "Size of each pod. Wins over resource.";

export const jobManagerSpec = z.object({
  resource: optional(resource, resourceNote),
  resources: optional(resourceRequirements, resourcesNote),
  replicas: field(z.int32().default(1), "How many JobManagers; more than 1 needs high availability."),
  podTemplate: optional(podTemplate, "Merged over spec.podTemplate for the JobManager's pods."),
});
export type JobManagerSpec = z.output<typeof jobManagerSpec>;

export const taskManagerSpec = z.object({
  resource: optional(taskManagerResource, resourceNote),
  resources: optional(resourceRequirements, resourcesNote),
  replicas: optional(
    z.int32(),
    "How many TaskManagers in standalone mode; otherwise as many as the parallelism needs. Sets the job's parallelism to " +
      "replicas times taskmanager.numberOfTaskSlots. kubectl scale writes it.",
  ),
  podTemplate: optional(podTemplate, "Merged over spec.podTemplate for the TaskManagers' pods."),
});
export type TaskManagerSpec = z.output<typeof taskManagerSpec>;

export const flinkDeploymentSpec = z.object({
  job: optional(jobSpec, "The job of an application cluster. Without it, this is a session cluster."),
  restartNonce: optional(int64, "Another number than before restarts everything, with the job's state."),
  flinkConfiguration: field(
    flinkConfiguration.default({}),
    "Flink's configuration, with flat or nested keys. Wins over the defaults of the operator.",
  ),
  image: optional(z.string(), "The container image. Its Flink has to be of flinkVersion."),
  imagePullPolicy: optional(z.string(), "Always, IfNotPresent or Never."),
  serviceAccount: optional(z.string(), "The service account of the Flink pods, in the same namespace."),
  flinkVersion: optional(
    flinkVersion,
    "The version of Flink in the image, for example v1_20. Native mode needs v1_13 or later, standalone mode v1_11.",
  ),
  ingress: optional(ingressSpec, "Makes Flink's web page reachable from outside."),
  podTemplate: optional(
    podTemplate,
    "What every Flink pod has beyond what Flink needs, as a pod template. The main container is flink-main-container.",
  ),
  jobManager: optional(jobManagerSpec, "The JobManager."),
  taskManager: optional(taskManagerSpec, "The TaskManagers."),
  logConfiguration: optional(
    labels,
    "Log settings as files: log4j-console.properties and logback-console.xml, and no other.",
  ),
  mode: optional(
    z.enum(["native", "standalone"]),
    "native: Flink asks Kubernetes for TaskManagers itself. standalone: Flink knows nothing of Kubernetes, the TaskManagers " +
      "are a Deployment.",
  ),
});
export type FlinkDeploymentSpec = z.output<typeof flinkDeploymentSpec>;

export const jobManagerDeploymentStatuses = ["READY", "DEPLOYED_NOT_READY", "DEPLOYING", "MISSING", "ERROR"] as const;
export type JobManagerDeploymentStatus = (typeof jobManagerDeploymentStatuses)[number];

/** The parts of status that FlinkDeployment and FlinkSessionJob share. */
export const jobResourceStatus = {
  jobStatus: optional(jobStatus, "The Flink job."),
  error: optional(z.string(), "What went wrong last: JSON with type and message, or plain text."),
  observedGeneration: optional(z.int(), "The metadata.generation that was tried last."),
  lifecycleState: optional(z.enum(lifecycleStates), "The whole in one word."),
  reconciliationStatus: optional(reconciliationStatus, "Which spec the cluster has."),
  conditions,
  fleet: optional(journal.meta(opaque), "What flink-fleet has to remember. Not for reading by others."),
};

export const flinkDeploymentStatus = z.looseObject({
  ...jobResourceStatus,
  clusterInfo: optional(labels, "Facts about the Flink cluster, such as flink-version, total-cpu and total-memory."),
  jobManagerDeploymentStatus: optional(z.enum(jobManagerDeploymentStatuses), "The JobManager's Deployment."),
  taskManager: optional(
    z.object({
      labelSelector: optional(z.string(), "Selects the TaskManagers' pods, for autoscalers."),
      replicas: optional(z.int32(), "How many TaskManagers there are."),
    }),
    "What the scale subresource shows.",
  ),
});
export type FlinkDeploymentStatus = z.output<typeof flinkDeploymentStatus>;

/** As it is read from an API server. */
export const flinkDeployment = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal("FlinkDeployment"),
    metadata,
    spec: parts(flinkDeploymentSpec, "What is wanted."),
    status: parts(flinkDeploymentStatus, "What there is."),
  })
  .describe("A Flink application cluster with its job, or a session cluster.");
export type FlinkDeployment = z.output<typeof flinkDeployment>;
