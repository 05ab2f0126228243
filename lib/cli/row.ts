import type { Charge } from "../api/charge.ts";
import { modeOf } from "../core/configuration/mode.ts";
import type { FlinkDeployment } from "../api/resources/flinkDeployment.ts";
import type { FlinkSessionJob } from "../api/resources/flinkSessionJob.ts";

/** One resource of the fleet as people want to see it. What nobody knows yet is left out. */
export type Row = {
  readonly cluster: string;
  readonly namespace: string;
  readonly resource: string;
  /** status.lifecycleState; CREATED before the first run. */
  readonly state: string;
  readonly job?: string;
  /** RFC 3339 */
  readonly created?: string;
  /** Left out where flink-fleet operates it. */
  readonly charge?: Charge;
  /** What is wrong, or how things stand. */
  readonly message: string;
  /** What has to happen before all is as wanted. */
  readonly next?: string;
} & Sort;

/** What kind of resource it is. */
export type Sort =
  | {
      readonly kind: "FlinkDeployment";
      readonly mode: "native" | "standalone";
      readonly type: "application" | "session";
    }
  /** Its FlinkDeployment, in the same namespace. */
  | { readonly kind: "FlinkSessionJob"; readonly sessionCluster: string };

export function rowOf(cluster: string, resource: FlinkDeployment | FlinkSessionJob): Row {
  const { metadata, status } = resource;
  const job = status.jobStatus?.state;
  const waiting = trueMessage(status, "Progressing");
  return {
    cluster,
    namespace: metadata.namespace,
    resource: metadata.name,
    ...sortOf(resource),
    state: status.lifecycleState ?? "CREATED",
    ...(job === undefined ? {} : { job }),
    ...(metadata.creationTimestamp === undefined ? {} : { created: metadata.creationTimestamp }),
    message: trueMessage(status, "Degraded") ?? messageOf(status, "Ready") ?? "not looked at yet",
    ...(waiting === undefined ? {} : { next: waiting }),
  };
}

function sortOf(resource: FlinkDeployment | FlinkSessionJob): Sort {
  const { kind, spec } = resource;
  if (kind === "FlinkSessionJob") return { kind, sessionCluster: spec.deploymentName ?? "" };
  return { kind, mode: modeOf(spec), type: spec.job === undefined ? "session" : "application" };
}

/** Nothing more is on its way, for better or worse. */
export const isSettled = ({ state, next, job }: Row): boolean =>
  next === undefined && (state === "FAILED" || job === "FINISHED" || job === "FAILED" || state === "STABLE");

type Status = FlinkDeployment["status"];

const messageOf = ({ conditions }: Status, type: string): string | undefined =>
  conditions.find((condition) => condition.type === type)?.message;

const trueMessage = ({ conditions }: Status, type: string): string | undefined =>
  conditions.find((condition) => condition.type === type && condition.status === "True")?.message;
