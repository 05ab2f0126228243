import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { isTrue, textOf } from "../configuration/options.ts";
import { port } from "../configuration/ports.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { Blueprint } from "./blueprint.ts";
import { deploymentOf } from "./deployment.ts";
import { part, textAt, type Json } from "./json.ts";
import { artifacts, configuredMounts, flinkConf, type Mount } from "./mounts.ts";
import { mapOption } from "./pod.ts";

/** What the JobManager has in one of the modes only. */
export interface JobManagerMode {
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  readonly spec: Json;
}

/** The JobManager's Deployment `<cluster>`. */
export function jobManagerOf(print: Blueprint, mode: JobManagerMode): KubernetesObject {
  const { wanted, configuration, memory } = print;
  const template = print.templates.jobManager ?? {};
  const replicas = Number(textOf(configuration, "kubernetes.jobmanager.replicas") ?? 1);
  const onHost = isTrue(configuration, "kubernetes.hostnetwork.enabled", false);
  return deploymentOf(print, wanted.resource.name, replicas, {
    role: "jobmanager",
    template,
    bytes: memory.jobManager,
    args: mode.args,
    ports: onHost ? [] : ports(configuration),
    mounts: [artifacts(print), ...configuredMounts(configuration), flinkConf(print), ...mode.mounts],
    annotations: mapOption(configuration, "kubernetes.jobmanager.annotations"),
    spec: { ...network(onHost, template), ...mode.spec },
  });
}

function ports(configuration: FlinkConfiguration): readonly Json[] {
  return [
    { name: "rest", containerPort: port(configuration, "rest.port") },
    { name: "jobmanager-rpc", containerPort: port(configuration, "jobmanager.rpc.port") },
    { name: "blobserver", containerPort: port(configuration, "blob.server.port") },
  ];
}

function network(onHost: boolean, template: Json): Json {
  const asked = textAt(part(template, "spec"), "dnsPolicy") ?? "ClusterFirst";
  return onHost
    ? { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" }
    : { hostNetwork: undefined, dnsPolicy: asked };
}
