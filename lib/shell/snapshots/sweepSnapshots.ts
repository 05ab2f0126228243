import type pLimit from "p-limit";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { listing } from "../listing.ts";
import { turnOf, type PassPorts, type Result } from "../result.ts";
import type { Shard } from "../shard.ts";
import { retain } from "./retain.ts";
import { settleSnapshot } from "./settleSnapshot.ts";

/**
 * The part of a pass that looks after FlinkStateSnapshots: one LIST, a run for each, and what has outlived its job's limits is deleted.
 * Where the CRD is not installed there is nothing to do. One that fails never delays another.
 */
export async function sweepSnapshots(
  shard: Shard,
  ports: PassPorts,
  limit: ReturnType<typeof pLimit>,
): Promise<readonly Result[]> {
  const listed = await listing("FlinkStateSnapshot", shard.ownSnapshots(), ports);
  if (listed.kind === "unlisted") return listed.results;
  const all = listed.objects.filter((object) => isOfScope(object, shard));
  const results = await Promise.all(
    all
      .filter(({ metadata }) => shard.scope.isOurs?.(metadata.name) !== false)
      .map((object) => limit(() => oneOf(object, shard, ports))),
  );
  if (shard.scope.snapshot === undefined) await retain(all, shard, ports);
  return results.flat();
}

/** All of them were listed where the pass is about one job whose name is no label. */
function isOfScope(object: KubernetesObject, { scope }: Shard): boolean {
  if (scope.snapshot !== undefined) return object.metadata.name === scope.snapshot;
  const job = scope.sessionJob ?? scope.name;
  return job === undefined || jobNameOf(object) === job;
}

interface Raw {
  readonly spec?: { readonly jobReference?: { readonly name?: unknown } };
  readonly status?: { readonly path?: unknown };
}

// These objects were not read yet, and may hold anything.
const jobNameOf = (object: KubernetesObject): unknown => (object as Raw).spec?.jobReference?.name;
const pathOf = (object: KubernetesObject): unknown => (object as Raw).status?.path;

/** Those of all jobs, whatever the pass is about: any of them may speak of the same files. */
export async function otherPaths(
  { metadata: { namespace, name } }: KubernetesObject,
  shard: Shard,
): Promise<readonly string[]> {
  const all = (await shard.snapshots()) ?? [];
  const others = all.filter(({ metadata }) => metadata.namespace !== namespace || metadata.name !== name);
  return others.map(pathOf).filter((path): path is string => typeof path === "string" && path !== "");
}

async function oneOf(object: KubernetesObject, shard: Shard, ports: PassPorts): Promise<readonly Result[]> {
  const { namespace = "default", name } = object.metadata;
  const key = { kind: "FlinkStateSnapshot", namespace, name } as const;
  return turnOf(key, shard, ports, async () => {
    const ran = await settleSnapshot({ object, others: () => otherPaths(object, shard) }, shard, ports);
    return ran === undefined ? [] : [{ ...key, ...ran }];
  });
}
