import { textOf } from "../configuration/options.ts";
import { port } from "../configuration/ports.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { Blueprint } from "./blueprint.ts";
import { ownedObject } from "./ownedObject.ts";
import { restServiceName, roleLabels } from "./names.ts";

/** The headless Service `<cluster>`, by which TaskManagers find the JobManager unless HA tells them. */
export function internalService(print: Blueprint, owner: string | undefined): KubernetesObject {
  const { wanted, configuration } = print;
  return {
    ...ownedObject(print, { kind: "Service", name: wanted.resource.name, owner }, "kubernetes.internal-service"),
    spec: {
      clusterIP: "None",
      selector: roleLabels(wanted, "jobmanager"),
      ports: [
        { name: "jobmanager-rpc", port: port(configuration, "jobmanager.rpc.port") },
        { name: "blobserver", port: port(configuration, "blob.server.port") },
      ],
    },
  };
}

/** The Service `<cluster>-rest` in front of Flink's REST API and web page. */
export function restService(print: Blueprint, owner: string | undefined): KubernetesObject {
  const { wanted, configuration } = print;
  const exposed = textOf(configuration, "kubernetes.rest-service.exposed.type");
  const type = exposed === "Headless_ClusterIP" ? { type: "ClusterIP", clusterIP: "None" } : { type: exposed };
  const name = restServiceName(wanted.resource.name);
  return {
    ...ownedObject(print, { kind: "Service", name, owner }, "kubernetes.rest-service"),
    spec: {
      ...type,
      selector: roleLabels(wanted, "jobmanager"),
      ports: [{ name: "rest", port: port(configuration, "rest.port"), targetPort: targetPort(configuration) }],
    },
  };
}

/** Flink binds REST to rest.bind-port, which is rest.port where it is not set. */
function targetPort(configuration: Blueprint["configuration"]): number {
  const bound = textOf(configuration, "rest.bind-port");
  return bound === undefined ? port(configuration, "rest.port") : Number(bound);
}
