import { modeOf } from "./mode.ts";
import { defined } from "./defined.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { haIsActive } from "./options.ts";
import { overlaid } from "./overlaid.ts";
import { taskManagerReplicas } from "./parallelism.ts";
import { mapEntries, mapText } from "./textLists.ts";
import type { WantedCluster } from "./wantedCluster.ts";

/** By this annotation a JobManager's Deployment tells for which generation of the resource it was made. */
export const generationAnnotation = "flinkdeployment.flink.apache.org/generation";

/** By this one the Deployments of a cluster tell which deployment has made them; restarts of one generation differ in it. */
export const deploymentAnnotation = "flink-fleet/deployment";

const unlessSet: FlinkConfiguration = {
  "kubernetes.rest-service.exposed.type": "ClusterIP",
  "web.cancel.enable": "false",
};

/** The configuration with all that follows from the resource for clusters with and without a job. */
export function clusterOptions(wanted: WantedCluster, user: FlinkConfiguration): FlinkConfiguration {
  const { resource, spec } = wanted;
  const described = overlaid(
    overlaid(unlessSet, user),
    defined({
      "$internal.flink.version": spec.flinkVersion,
      "kubernetes.container.image.ref": spec.image,
      "kubernetes.container.image.pull-policy": spec.imagePullPolicy,
      "kubernetes.service-account": spec.serviceAccount,
      "kubernetes.jobmanager.replicas": spec.jobManager && String(spec.jobManager.replicas),
    }),
  );
  const ha = haIsActive(described);
  const forced = defined({
    "kubernetes.namespace": resource.namespace,
    "kubernetes.cluster-id": resource.name,
    "high-availability.cluster-id": ha ? resource.name : undefined,
    "jobmanager.rpc.address": ha && modeOf(spec) === "native" ? undefined : `${resource.name}.${resource.namespace}`,
    "kubernetes.jobmanager.owner.reference": ownerText(wanted),
    "kubernetes.jobmanager.annotations": mapText({
      ...mapEntries(described["kubernetes.jobmanager.annotations"] ?? ""),
      [generationAnnotation]: String(resource.generation),
    }),
    ...modeOptions(wanted, described),
  });
  return overlaid(described, forced);
}

function ownerText({ resource }: WantedCluster): string | undefined {
  if (resource.uid === undefined) return undefined;
  const owner = "controller:false,blockOwnerDeletion:true,apiVersion:flink.apache.org/v1beta1,kind:FlinkDeployment";
  return `${owner},uid:${resource.uid},name:${resource.name}`;
}

const entrypoints = "org.apache.flink.kubernetes.entrypoint.Kubernetes";

function modeOptions(
  { spec }: WantedCluster,
  configuration: FlinkConfiguration,
): Readonly<Record<string, string | undefined>> {
  const isApplication = spec.job !== undefined;
  const replicas = "kubernetes.internal.taskmanager.replicas";
  if (modeOf(spec) === "standalone") {
    return {
      "execution.target": "remote",
      "kubernetes.internal.cluster-mode": isApplication ? "APPLICATION" : "SESSION",
      [replicas]: String(taskManagerReplicas(spec, configuration)),
    };
  }
  return {
    "execution.target": isApplication ? "kubernetes-application" : "kubernetes-session",
    "internal.cluster.execution-mode": "NORMAL",
    "kubernetes.internal.jobmanager.entrypoint.class": `${entrypoints}${isApplication ? "Application" : "Session"}ClusterEntrypoint`,
    [replicas]: spec.taskManager?.replicas?.toString(),
  };
}
