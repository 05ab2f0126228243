import type { Charges } from "../../core/charge/chargeOf.ts";
import type { WayStep } from "../../core/enrolment/check.ts";
import type { RepairRules } from "../../api/fleet/repair.ts";
import { later, millis, minutes, seconds } from "../../core/time.ts";
import type { Artifacts, Clock, Spoke } from "../../ports/index.ts";
import { renewed } from "../eks/renewed.ts";
import type { Access } from "../kubernetes/access.ts";
import type { Connection } from "../kubernetes/connection.ts";

/** A spoke whose API can also be asked for more than runs need, by `enrol` for example. */
export interface ReachableSpoke extends Spoke {
  /** The way to its API server, in steps that can be tried one by one. */
  readonly way: readonly WayStep[];
  /** Throws what `connect` throws. */
  open(): Promise<Connection>;
}

/** The part of a cluster that is ours, as the fleet file says it of a cluster or of all that a discovery rule finds. */
export interface Scope {
  readonly zone: string;
  readonly namespaces: readonly string[];
  readonly labelSelector?: string | undefined;
  readonly repair?: RepairRules | undefined;
  readonly charge?: Charges["cluster"] | undefined;
  readonly namespaceCharges?: Charges["namespaces"] | undefined;
  readonly limits: {
    readonly parallelism: number;
    readonly callsInFlight: number;
    /** Milliseconds. */
    readonly deadline: number;
    readonly resourceDeadline: number;
  };
}

interface Parts {
  readonly name: string;
  readonly scope: Scope;
  readonly clock: Clock;
  readonly artifacts: Artifacts;
  readonly way?: readonly WayStep[];
}

const callDeadline = seconds(10);

/**
 * One connection is shared by all runs of this process. It is made anew once an hour, because endpoint, CA and role of a cluster
 * may change under the same name; a failure is not kept. What makes it is loaded with the first one: functions that only need to know which
 * spokes there are do without.
 */
export function reachableSpoke(
  { name, scope, clock, artifacts, way = [] }: Parts,
  access: () => Promise<Access>,
): ReachableSpoke {
  const { callsInFlight } = scope.limits;
  // Jars that are uploaded and main methods that run leave the others their places.
  const longCalls = Math.ceil(callsInFlight / 5);
  const limits = { deadline: callDeadline, parallelism: Math.max(1, callsInFlight - longCalls), longCalls };
  const open = renewed(clock, async () => {
    const { Connection } = await import("../kubernetes/connection.ts");
    return { value: new Connection(await access(), limits), until: later(clock.now(), minutes(60)) };
  });
  return {
    name,
    zone: scope.zone,
    namespaces: scope.namespaces,
    labelSelector: scope.labelSelector,
    repair: scope.repair,
    charges: { cluster: scope.charge ?? "operate", namespaces: scope.namespaceCharges ?? {} },
    limits: {
      parallelism: scope.limits.parallelism,
      deadline: millis(scope.limits.deadline),
      resourceDeadline: millis(scope.limits.resourceDeadline),
    },
    way,
    open,
    connect: async () => {
      const connection = await open();
      const [{ KubernetesCluster }, { ServiceProxyFlink }] = await Promise.all([
        import("../kubernetes/kubernetesCluster.ts"),
        import("../flink/serviceProxyFlink.ts"),
      ]);
      const [cluster, flink] = [new KubernetesCluster(connection), new ServiceProxyFlink(connection)];
      return { cluster, flink, artifacts, server: connection.server };
    },
  };
}
