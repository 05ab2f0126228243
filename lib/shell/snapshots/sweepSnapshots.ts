import type pLimit from "p-limit";
import { Faulted, type Fault } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Shard } from "../shard.ts";
import type { Result } from "../sweep.ts";
import { retain } from "./retain.ts";
import { settleSnapshot, type Listed, type PassPorts } from "./settleSnapshot.ts";

/**
 * The part of a pass that looks after FlinkStateSnapshots: one LIST, a run for each, and what has outlived its job's limits is deleted.
 * Where the CRD is not installed there is nothing to do. One that fails never delays another.
 */
export async function sweepSnapshots(
  shard: Shard,
  ports: PassPorts,
  limit: ReturnType<typeof pLimit>,
): Promise<readonly Result[]> {
  const all = await allOf(shard, ports);
  const results = await Promise.all(
    all
      .filter((object) => isInScope(object, shard))
      .map((object) => limit(() => oneOf(listed(object, all), shard, ports))),
  );
  if (shard.scope.snapshot === undefined) await retain(all, shard, ports);
  return results.flat();
}

/** Rights that were granted before there were snapshots do not keep anybody from looking after jobs. */
async function allOf(shard: Shard, { log }: PassPorts): Promise<readonly KubernetesObject[]> {
  try {
    return (await shard.snapshots()) ?? [];
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("Snapshots cannot be looked at", { fault: error.fault.kind, because: error.message });
    return [];
  }
}

function isInScope(object: KubernetesObject, { scope }: Shard): boolean {
  if (scope.snapshot !== undefined) return object.metadata.name === scope.snapshot;
  return scope.name === undefined || jobNameOf(object) === scope.name;
}

interface Raw {
  readonly spec?: { readonly jobReference?: { readonly name?: unknown } };
  readonly status?: { readonly path?: unknown };
}

// These objects were not read yet, and may hold anything.
const jobNameOf = (object: KubernetesObject): unknown => (object as Raw).spec?.jobReference?.name;
const pathOf = (object: KubernetesObject): unknown => (object as Raw).status?.path;

function listed(object: KubernetesObject, all: readonly KubernetesObject[]): Listed {
  const paths = all.filter((other) => other !== object).map(pathOf);
  return { object, others: paths.filter((path): path is string => typeof path === "string" && path !== "") };
}

async function oneOf(one: Listed, shard: Shard, ports: PassPorts): Promise<readonly Result[]> {
  const { namespace = "default", name } = one.object.metadata;
  const failed = (failure: NonNullable<Result["failure"]>, because: string): readonly Result[] => {
    ports.log.warn("Run failed", { kind: "FlinkStateSnapshot", resource: `${namespace}/${name}`, because });
    return [{ kind: "FlinkStateSnapshot", namespace, name, wake: "on schedule", because, wrote: false, failure }];
  };
  const late: Fault = { kind: "unavailable", what: `${namespace}/${name}`, because: "the pass ran out of time" };
  if (ports.clock.now() >= ports.deadline) return failed({ kind: "fault", fault: late }, late.because);
  try {
    const ran = await settleSnapshot(one, shard, ports);
    return ran === undefined ? [] : [{ kind: "FlinkStateSnapshot", namespace, name, ...ran }];
  } catch (error) {
    if (!(error instanceof Faulted)) return failed({ kind: "bug", error }, String(error));
    if (error.fault.kind !== "conflict") return failed({ kind: "fault", fault: error.fault }, error.message);
    const because = "another run won";
    return [{ kind: "FlinkStateSnapshot", namespace, name, wake: "on schedule", because, wrote: false }];
  }
}
