import { ApiError } from "../kubernetes/apiError.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import { matchesLabels } from "../kubernetes/selectors.ts";
import { isReady, type Pod, podOf, type Service, serviceOf } from "../kubernetes/shapes.ts";
import type { FlinkProcesses } from "./flinkProcesses.ts";
import { answerRest, type RestAnswer, type RestRequest } from "./rest.ts";

export interface ProxyTarget {
  readonly namespace: string;
  /** As in the URL: `[scheme:]name[:port]`, the port by name or number. */
  readonly service: string;
}

export interface ServiceProxyParts {
  readonly api: ApiServer;
  readonly processes: FlinkProcesses;
  /** Whether the control plane gets through to pods, as a security group decides on EKS. */
  readonly podsReachable: () => boolean;
}

/** `…/services/<name>/proxy/…` of the API server: to a ready endpoint, or a 503 of Kubernetes' own. */
export function proxyToService(parts: ServiceProxyParts, to: ProxyTarget, request: RestRequest): RestAnswer {
  const [name, portName] = namePartsOf(to.service);
  const service = serviceOf(parts.api.read({ kind: "Service", namespace: to.namespace, name }));
  const pods = endpointsOf(parts.api, service);
  const target = pods.find((pod) => parts.processes.jobManagerIn(pod.metadata.uid)?.leads === true) ?? pods[0];
  const port = target === undefined ? undefined : portOf(service, portName, target);
  if (target === undefined || port === undefined) throw unavailable(`no endpoints available for service "${name}"`);
  const address = `${target.status.podIP}:${port}`;
  if (!parts.podsReachable()) throw unavailable(`error trying to reach service: dial tcp ${address}: i/o timeout`);
  const jobManager = parts.processes.jobManagerIn(target.metadata.uid);
  if (jobManager === undefined || !jobManager.listens || port !== restPort(jobManager.parts.configuration))
    throw unavailable(`error trying to reach service: dial tcp ${address}: connect: connection refused`);
  return answerRest(jobManager, request);
}

const unavailable = (message: string): ApiError => new ApiError(503, "ServiceUnavailable", message);

/** Flink listens on `rest.bind-port`, or else on `rest.port`. */
const restPort = (configuration: ReadonlyMap<string, string>): number =>
  Number(configuration.get("rest.bind-port") ?? configuration.get("rest.port") ?? 8081);

function namePartsOf(text: string): readonly [name: string, port: string | undefined] {
  const parts = text.split(":");
  return parts.length === 3 ? [parts[1] ?? "", parts[2]] : [parts[0] ?? "", parts[1]];
}

/** The port of the pod that a Service's port leads to; a Service with one port needs no name for it. */
function portOf({ spec }: Service, wanted: string | undefined, pod: Pod): number | undefined {
  const [only] = spec.ports.length === 1 ? spec.ports : [];
  const port =
    wanted === undefined ? only : spec.ports.find((each) => each.name === wanted || String(each.port) === wanted);
  const target = port?.targetPort ?? port?.port;
  if (typeof target !== "string") return target;
  const declared = pod.spec.containers.flatMap((container) => container.ports);
  return declared.find((each) => each.name === target)?.containerPort;
}

function endpointsOf(api: ApiServer, { metadata, spec }: Service): readonly Pod[] {
  const { items } = api.list("Pod", { namespace: metadata.namespace });
  return items
    .filter((pod) => matchesLabels(pod, spec.selector ?? {}) && pod.metadata.deletionTimestamp === undefined)
    .map(podOf)
    .filter(isReady);
}
