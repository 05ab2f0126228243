import { shards } from "../core/sweeping/shards.ts";
import { millis } from "../core/time.ts";
import type { Due, Ids, Wake } from "../ports/index.ts";
import type { Shard } from "./shard.ts";

/** Of FlinkDeployments and FlinkSessionJobs together. */
const mostResources = 500;

/** What to ask for in place of a look at a whole spoke that is too large for one; `undefined` where it is not. */
export async function split({ spoke }: Wake, shard: Shard, ids: Ids): Promise<readonly Due[] | undefined> {
  const resources = [...(await shard.resources("FlinkDeployment")), ...(await shard.ownSessionJobs())];
  if (resources.length <= mostResources) return undefined;
  const counts = new Map<string, number>();
  for (const { metadata } of resources) {
    const { namespace = "default" } = metadata;
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  const found = shards(counts, mostResources, hashOf(ids));
  return found.map((one, index) => ({
    wake: { spoke, ...one, shard: { index: index + 1, of: found.length } },
    after: millis(0),
  }));
}

/** 48 bits of SHA-256. */
export const hashOf =
  (ids: Ids) =>
  (text: string): number =>
    Number.parseInt(ids.digest(text).slice(0, 12), 16);
