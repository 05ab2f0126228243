import type { RepairRules } from "../api/fleet/repair.ts";
import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Instant } from "../core/time.ts";
import type { Clock, Ids } from "../ports/index.ts";
import { observe } from "./observe.ts";
import { observeSessionJob } from "./observeSessionJob.ts";
import type { Shard } from "./shard.ts";

export type LookedKind = "FlinkDeployment" | "FlinkSessionJob";

export interface LookingPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly defaults: OperatorDefaults;
  /** What the spoke says of hand edits that need a restart. */
  readonly repair?: RepairRules | undefined;
  readonly until?: Instant | undefined;
}

/** All that a decision about a resource rests on. Only reads. */
export interface Look {
  readonly seen: Seen;
  readonly circumstances: Circumstances;
}

export async function lookedAt(
  kind: LookedKind,
  object: KubernetesObject,
  shard: Shard,
  { clock, ids, defaults: ofFleet, repair, until }: LookingPorts,
): Promise<Look> {
  const now = clock.now();
  const fresh = { jobId: ids.jobId(), deploymentId: ids.uuid(), triggerId: ids.triggerId() };
  const lens = { now, defaults: ofFleet };
  const { seen, defaults } =
    kind === "FlinkDeployment"
      ? { seen: await observe(object, shard, lens), defaults: ofFleet }
      : await observeSessionJob(object, shard, lens, ids);
  return { seen, circumstances: { now, fresh, defaults, repair, until } };
}
