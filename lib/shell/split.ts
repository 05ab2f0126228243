import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { shards } from "../core/sweeping/shards.ts";
import { millis } from "../core/time.ts";
import type { Due, Ids, Wake } from "../ports/index.ts";
import type { Shard } from "./shard.ts";

/** Of FlinkDeployments and FlinkSessionJobs together. */
const mostResources = 500;

/** What to ask for in place of a look at a whole spoke that is too large for one; `undefined` where it is not. */
export async function split({ spoke }: Wake, shard: Shard, ids: Ids): Promise<readonly Due[] | undefined> {
  const resources = [
    ...(await shard.resources("FlinkDeployment")),
    ...(await unlessDenied(() => shard.ownSessionJobs())),
  ];
  if (resources.length <= mostResources) return undefined;
  // They outlive their jobs: where they are alone they are looked after too.
  const snapshots = await unlessDenied(() => shard.ownSnapshots());
  const counts = new Map(snapshots.map((one) => [namespaceOf(one), 0]));
  for (const one of resources) counts.set(namespaceOf(one), (counts.get(namespaceOf(one)) ?? 0) + 1);
  const found = shards(counts, mostResources, hashOf(ids));
  return found.map((one, index) => ({
    wake: { spoke, ...one, shard: { index: index + 1, of: found.length } },
    after: millis(0),
  }));
}

const namespaceOf = ({ metadata: { namespace = "default" } }: KubernetesObject): string => namespace;

/** Rights that are missing for one kind keep nobody from looking after the others. */
async function unlessDenied<T>(list: () => Promise<readonly T[] | undefined>): Promise<readonly T[]> {
  try {
    return (await list()) ?? [];
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "denied") return [];
    throw error;
  }
}

/** 48 bits of SHA-256. */
export const hashOf =
  (ids: Ids) =>
  (text: string): number =>
    Number.parseInt(ids.digest(text).slice(0, 12), 16);
