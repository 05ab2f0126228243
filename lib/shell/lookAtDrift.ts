import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import { classOf } from "../core/drift/classOf.ts";
import { differences, missing } from "../core/drift/differences.ts";
import type { Difference } from "../core/drift/difference.ts";
import { lastStart } from "../core/drift/lastStart.ts";
import { Faulted } from "../core/fault.ts";
import type { KindName, KubernetesObject, ObjectRef } from "../core/kubernetes.ts";
import { deployedObjects, type Comparison } from "../core/lifecycle/drift/deployedObjects.ts";
import { driftingCluster } from "../core/lifecycle/drift/driftingCluster.ts";
import type { DriftView } from "../core/lifecycle/drift/driftView.ts";
import { lastingVerdict } from "../core/lifecycle/drift/lastingVerdict.ts";
import { looksAtDrift } from "../core/lifecycle/drift/looksAtDrift.ts";
import { isLostHa } from "../core/lifecycle/drift/isLostHa.ts";
import { keepsHa, type Lens } from "../core/lifecycle/questions.ts";
import { steady } from "../core/lifecycle/status/steady.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { refTo, type Shard } from "./shard.ts";

/** Compares every object of a cluster at rest with what was deployed. Where anything cannot be looked at nothing is told to be missing. */
export async function lookAtDrift(seen: Seen, shard: Shard, lens: Lens): Promise<DriftView> {
  if (!looksAtDrift(seen, lens)) return { kind: "notLookedAt" };
  try {
    return await looked(seen, shard, lens);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    // What cannot be looked at is not compared, and everything else goes on.
    return error.fault.kind === "denied" ? { kind: "denied", because: steady(error.message) } : { kind: "notLookedAt" };
  }
}

async function looked(seen: Seen, shard: Shard, { defaults }: Lens): Promise<DriftView> {
  const deployed = deployedObjects(seen, defaults);
  if (deployed === undefined) return { kind: "notLookedAt" };
  const compared = await Promise.all(deployed.map(async (one) => differencesOf(one, await live(one.wanted, shard))));
  const found = [...compared.flat(), ...(await lostHa(seen, shard, defaults))].filter(({ asMade }) => !asMade);
  const cluster = driftingCluster(seen, defaults, await startedLast(found, seen, shard));
  const { standing } = seen.resource.status.fleet?.drift ?? {};
  const verdictOn = (one: Difference) => lastingVerdict(one, classOf(one, cluster), standing);
  return { kind: "looked", differences: found.map((one) => ({ ...one, ...verdictOn(one) })) };
}

const live = ({ kind, metadata }: KubernetesObject, shard: Shard): Promise<KubernetesObject | undefined> =>
  shard.clusterObject(refTo(kind as KindName, metadata));

function differencesOf({ wanted, extent }: Comparison, found: KubernetesObject | undefined): readonly Difference[] {
  if (extent === "presence" && found !== undefined) return [];
  const all = differences(wanted, found);
  return extent === "outline" ? all.filter(({ path }) => !/^\/(spec\/template|data)\//.test(path)) : all;
}

/** What Flink keeps there nobody of us makes; without any of it a JobManager that ends knows nothing. */
async function lostHa(seen: Seen, shard: Shard, defaults: OperatorDefaults): Promise<readonly Difference[]> {
  const { namespace, name } = seen.resource.metadata;
  if (keepsHa(seen, defaults) !== "inConfigMaps" || !isLostHa(seen, await shard.configMaps(namespace, name))) return [];
  // The list of the pass may be older than the job that Flink has told of.
  if (!isLostHa(seen, await shard.configMapsByNow(namespace, name))) return [];
  return [missing({ kind: "ConfigMap", namespace, name: `${name}-cluster-config-map` } satisfies ObjectRef)];
}

/** Only a ConfigMap that was edited is worth the question who may have read it. */
async function startedLast(found: readonly Difference[], { resource }: Seen, shard: Shard) {
  if (!found.some(({ object, by }) => object.kind === "ConfigMap" && by !== undefined)) return undefined;
  const { namespace, name } = resource.metadata;
  return lastStart(await shard.livePods(namespace, name));
}
