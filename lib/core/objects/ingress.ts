import { port } from "../configuration/ports.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { WantedCluster } from "../configuration/wantedCluster.ts";
import { filled } from "./json.ts";
import { restServiceName } from "./names.ts";
import { ownedByResource } from "./owners.ts";

/** Host and path of an ingress template, after `{{name}}` and `{{namespace}}` are filled in. */
export interface IngressAddress {
  readonly host: string;
  readonly path: string;
}

/**
 * `flink.example.com/{{namespace}}/{{name}}(/|$)(.*)` and the like; a scheme, a port and a query are not kept, and the path is left as it
 * is written, since it may be a regular expression. The host is empty where the template has none.
 */
export function ingressAddress(template: string, name: string, namespace: string): IngressAddress {
  const filledIn = template.replaceAll(/\{\{name\}\}/gi, () => name).replaceAll(/\{\{namespace\}\}/gi, () => namespace);
  const bare = filledIn.replace(/^https?:\/\//i, "").replace(/[?#][^]*$/, "");
  const address = bare.replace(/\/[^]*$/, "");
  return { host: address.replace(/^[^@]*@/, "").replace(/:\d*$/, ""), path: bare.slice(address.length) };
}

/** The Ingress in front of the REST Service, owned by the resource and named after it. */
export function ingressOf(wanted: WantedCluster, configuration: FlinkConfiguration): KubernetesObject | undefined {
  const { resource, spec } = wanted;
  const { ingress } = spec;
  if (ingress?.template === undefined) return undefined;
  const { host, path } = ingressAddress(ingress.template, resource.name, resource.namespace);
  const backend = {
    service: { name: restServiceName(resource.name), port: { number: port(configuration, "rest.port") } },
  };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: resource.name,
      namespace: resource.namespace,
      labels: { ...ingress.labels, component: "ingress" },
      ...filled({ annotations: ingress.annotations, ownerReferences: ownedByResource(wanted, true) }),
    },
    spec: filled({
      ingressClassName: ingress.className,
      rules: [
        { ...(host === "" ? {} : { host }), http: { paths: [{ path, pathType: "ImplementationSpecific", backend }] } },
      ],
      tls: ingress.tls,
    }),
  };
}
