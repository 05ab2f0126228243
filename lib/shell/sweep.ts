import pLimit from "p-limit";
import { Faulted } from "../core/fault.ts";
import type { Fault } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { WakeAfter } from "../core/lifecycle/plan.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { later, seconds, type Instant, type Millis } from "../core/time.ts";
import type { Clock, Ids, Log, Spoke } from "../ports/index.ts";
import { settle } from "./settle.ts";
import { Shard, type Scope } from "./shard.ts";
import { sweepSnapshots } from "./snapshots/sweepSnapshots.ts";

/** What a pass over a shard needs besides the spoke. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly defaults: OperatorDefaults;
}

/** How one resource came out of a pass. */
export interface Result {
  /** Absent: a FlinkDeployment. */
  readonly kind?: "FlinkStateSnapshot";
  readonly namespace: string;
  readonly name: string;
  readonly wake: WakeAfter;
  readonly because: string;
  readonly wrote: boolean;
  /** Why it was not looked after this time. A lost race is none: the winner looks after it. */
  readonly failure?:
    | { readonly kind: "fault"; readonly fault: Fault }
    | { readonly kind: "bug"; readonly error: unknown };
}

export type Sweep =
  | { readonly kind: "swept"; readonly spoke: string; readonly results: readonly Result[] }
  /** The whole spoke could not be looked at. */
  | { readonly kind: "unreachable"; readonly spoke: string; readonly fault: Fault };

/**
 * One pass over one shard: lists each kind once, then a run for every resource, several at a time.
 * No resource is begun after the deadline; one that fails never delays another.
 */
export async function sweep(spoke: Spoke, ports: Ports, only?: Scope): Promise<Sweep> {
  const scope = only ?? { namespaces: spoke.namespaces, labelSelector: spoke.labelSelector };
  const deadline = later(ports.clock.now(), spoke.limits.deadline);
  try {
    const connection = await spoke.connect();
    const shard = new Shard(connection, scope);
    const resources = scope.snapshot === undefined ? await shard.resources("FlinkDeployment") : [];
    const limit = pLimit(spoke.limits.parallelism);
    const passPorts = { ...ports, deadline, patience: spoke.limits.resourceDeadline };
    const results = await Promise.all(resources.map((object) => limit(() => oneOf(object, shard, passPorts))));
    const snapshots = await sweepSnapshots(shard, passPorts, limit);
    return { kind: "swept", spoke: spoke.name, results: [...results.flat(), ...snapshots] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    ports.log.warn("Spoke cannot be looked at", { spoke: spoke.name, fault: error.fault.kind, because: error.message });
    return { kind: "unreachable", spoke: spoke.name, fault: error.fault };
  }
}

async function oneOf(
  object: KubernetesObject,
  shard: Shard,
  ports: Ports & { readonly deadline: Instant; readonly patience: Millis },
): Promise<readonly Result[]> {
  const { namespace = "default", name } = object.metadata;
  const failed = (failure: NonNullable<Result["failure"]>, because: string): readonly Result[] => {
    ports.log.warn("Run failed", { resource: `${namespace}/${name}`, because });
    return [{ namespace, name, wake: "on schedule", because, wrote: false, failure }];
  };
  const late: Fault = { kind: "unavailable", what: `${namespace}/${name}`, because: "the pass ran out of time" };
  if (ports.clock.now() >= ports.deadline) return failed({ kind: "fault", fault: late }, late.because);
  try {
    const { asked, ...ran } = await settle(object, shard, ports);
    return [{ namespace, name, ...ran }, ...(asked === undefined ? [] : [askedFor(namespace, asked)])];
  } catch (error) {
    if (!(error instanceof Faulted)) return failed({ kind: "bug", error }, String(error));
    if (error.fault.kind !== "conflict") return failed({ kind: "fault", fault: error.fault }, error.message);
    return [{ namespace, name, wake: "on schedule", because: "another run won", wrote: false }];
  }
}

/** The lists of this pass are from before it was made. */
const askedFor = (namespace: string, name: string): Result => ({
  kind: "FlinkStateSnapshot",
  namespace,
  name,
  wake: seconds(1),
  because: "it was asked for just now",
  wrote: true,
});
