import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import type { Difference } from "../core/drift/difference.ts";
import { differences } from "../core/drift/differences.ts";
import { repairOf } from "../core/drift/repairOf.ts";
import type { KindName, KubernetesObject } from "../core/kubernetes.ts";
import { deployedObjects } from "../core/lifecycle/drift/deployedObjects.ts";
import type { Drifted } from "../core/lifecycle/drift/driftView.ts";
import type { Outcome, RepairDrift } from "../core/lifecycle/plan.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Cluster } from "../ports/index.ts";
import { liveObject } from "./liveObject.ts";
import { refusal } from "./refusal.ts";
import { sendRepair } from "./sendRepair.ts";
import { unchanged } from "./unchanged.ts";
import { refTo } from "./shard.ts";

/** Puts right what was planned and is still so: each object is read once more, and what differs in another way by now is left to the next look. */
export async function repairDrift(
  { differences: planned }: RepairDrift,
  seen: Seen,
  cluster: Cluster,
  defaults: OperatorDefaults,
): Promise<Outcome> {
  try {
    for (const { wanted } of deployedObjects(seen, defaults) ?? []) {
      const ofObject = planned.filter((one) => isOf(one, wanted));
      if (ofObject.length === 0) continue;
      // However late this comes: what another run has made since is not taken back.
      await unchanged(seen.resource, cluster);
      await repaired(wanted, ofObject, cluster);
    }
    return { kind: "done" };
  } catch (error) {
    return refusal(error);
  }
}

const isSame = (one: Difference, other: Difference): boolean => one.path === other.path && one.found === other.found;

const isOf = ({ object }: Drifted, { kind, metadata }: KubernetesObject): boolean =>
  object.kind === kind && object.name === metadata.name;

async function repaired(wanted: KubernetesObject, planned: readonly Drifted[], cluster: Cluster): Promise<void> {
  const live = await liveObject(refTo(wanted.kind as KindName, wanted.metadata), cluster);
  const still = differences(wanted, live).filter((found) => planned.some((one) => isSame(one, found)));
  for (const request of repairOf(wanted, live, still)) await sendRepair(request, cluster);
}
