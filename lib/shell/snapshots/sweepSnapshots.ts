import type pLimit from "p-limit";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { turnOf, type PassPorts, type Result } from "../result.ts";
import type { Shard } from "../shard.ts";
import { retain } from "./retain.ts";
import { settleSnapshot, type Listed } from "./settleSnapshot.ts";

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
  if (scope.sessionJob !== undefined) return jobNameOf(object) === scope.sessionJob;
  if (scope.isOurs?.(object.metadata.name) === false) return false;
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
  const key = { kind: "FlinkStateSnapshot", namespace, name } as const;
  return turnOf(key, shard, ports, async () => {
    const ran = await settleSnapshot(one, shard, ports);
    return ran === undefined ? [] : [{ ...key, ...ran }];
  });
}
