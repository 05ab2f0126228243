import pLimit from "p-limit";
import { Faulted } from "../core/fault.ts";
import type { Fault } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { canaryChanged } from "../core/lifecycle/canary.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { inTurn } from "../core/sweeping/inTurn.ts";
import { type Instant, later, seconds } from "../core/time.ts";
import type { Bus, Clock, Ids, Log, Recordings, Spoke } from "../ports/index.ts";
import { listing } from "./listing.ts";
import { turnOf, type PassPorts, type Result } from "./result.ts";
import { settle, type SettledKind } from "./settle.ts";
import { Shard, type Scope } from "./shard.ts";
import { sweepSnapshots } from "./snapshots/sweepSnapshots.ts";
import { speakingOf } from "./speakingOf.ts";
import type { UnwrittenNotes } from "./unwrittenNotes.ts";

/** What a pass over a shard needs besides the spoke. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly defaults: OperatorDefaults;
  /** Absent: nobody is told what becomes of changes and of lifecycles. */
  readonly bus?: Bus | undefined;
  /** Absent: decisions are told, and not kept to be made again. */
  readonly recordings?: Recordings | undefined;
  /** Absent: acts that write no status leave no note there. */
  readonly unwritten?: UnwrittenNotes | undefined;
  /** When whatever runs us ends: nothing is begun that may take longer and must not be done twice. */
  readonly until?: Instant | undefined;
}

export interface Swept {
  readonly kind: "swept";
  readonly spoke: string;
  readonly results: readonly Result[];
}

/** The whole spoke could not be looked at. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly spoke: string;
  readonly fault: Fault;
}

export type Sweep = Swept | Unreachable;

/** One pass over one shard. */
export const sweep = (spoke: Spoke, ports: Ports, only?: Scope): Promise<Sweep> =>
  reached(spoke, ports, only, (shard) => passOver(shard, spoke, ports));

/** Does it with a shard of the spoke, unless that cannot be reached. */
export async function reached<T>(
  spoke: Spoke,
  { log }: Ports,
  only: Scope | undefined,
  use: (shard: Shard) => Promise<T>,
): Promise<T | Unreachable> {
  const scope = only ?? { namespaces: spoke.namespaces, labelSelector: spoke.labelSelector };
  try {
    return await use(new Shard(await spoke.connect(), scope));
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Spoke cannot be looked at", { spoke: spoke.name, fault: error.fault.kind, because: error.message });
    return { kind: "unreachable", spoke: spoke.name, fault: error.fault };
  }
}

/**
 * Lists each kind once, then a run for every resource, several at a time. No resource is begun after the deadline; one that fails never
 * delays another.
 */
export async function passOver(shard: Shard, spoke: Spoke, given: Ports): Promise<Swept> {
  const { scope } = shard;
  // Names of resources are those of one cluster, and lines of many go to one place.
  const ports = { ...given, log: speakingOf({ spoke: spoke.name }, given.log) };
  const isWhole = scope.snapshot === undefined && scope.sessionJob === undefined;
  const clusters = isWhole ? await shard.resources("FlinkDeployment") : [];
  const limit = pLimit(spoke.limits.parallelism);
  const limits = { deadline: deadlineOf(spoke, ports), patience: spoke.limits.resourceDeadline };
  const passPorts = { ...ports, spoke: spoke.name, repair: spoke.repair, charges: spoke.charges, ...limits };
  const all = (kind: SettledKind, objects: readonly KubernetesObject[]): Promise<readonly (readonly Result[])[]> => {
    const ours = objects.filter(({ metadata }) => scope.isOurs?.(metadata.name) !== false);
    return Promise.all(turns(ours, spoke, ports).map((object) => limit(() => oneOf(kind, object, shard, passPorts))));
  };
  const ofClusters = await all("FlinkDeployment", clusters);
  const jobs = await listing("FlinkSessionJob", shard.ownSessionJobs(), ports);
  const ofJobs = jobs.kind === "listed" ? await all("FlinkSessionJob", jobs.objects) : [jobs.results];
  const results = [...ofClusters, ...ofJobs, await sweepSnapshots(shard, passPorts, limit)];
  return { kind: "swept", spoke: spoke.name, results: results.flat() };
}

/** What is begun at once needs no turns. */
const turns = (
  objects: readonly KubernetesObject[],
  { limits }: Spoke,
  { clock }: Ports,
): readonly KubernetesObject[] => (objects.length > limits.parallelism ? inTurn(objects, clock.now()) : objects);

function deadlineOf({ limits }: Spoke, { clock, until }: Ports): Instant {
  const own = later(clock.now(), limits.deadline);
  return until === undefined || own < until ? own : until;
}

async function oneOf(
  kind: SettledKind,
  object: KubernetesObject,
  shard: Shard,
  ports: PassPorts,
): Promise<readonly Result[]> {
  const { namespace = "default", name } = object.metadata;
  const canary = canaryChanged(object);
  const key = {
    ...(kind === "FlinkSessionJob" ? { kind } : {}),
    namespace,
    name,
    ...(canary === undefined ? {} : { canary }),
  };
  return turnOf(key, shard, ports, async () => {
    const { asked, ...ran } = await settle(kind, object, shard, ports);
    return [{ ...key, ...ran }, ...(asked === undefined ? [] : [askedFor(namespace, asked)])];
  });
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
