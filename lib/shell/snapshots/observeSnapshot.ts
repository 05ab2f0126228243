import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import { Faulted } from "../../core/fault.ts";
import { restAddress } from "../../core/lifecycle/observation/restAddress.ts";
import { steady } from "../../core/lifecycle/status/steady.ts";
import { looksAtJob } from "../../core/snapshots/looksAtJob.ts";
import { looksAtOthers } from "../../core/snapshots/looksAtOthers.ts";
import type { SnapshotSeen, TargetView } from "../../core/snapshots/seen.ts";
import type { JobsView } from "../../core/snapshots/standing.ts";
import { targetJob, type TargetResources } from "../../core/snapshots/targetJob.ts";
import type { Shard } from "../shard.ts";
import { progressOf } from "./progressOf.ts";
import { targetResources, type FoundTarget } from "./targetResources.ts";

/** Asked for only where they count. */
export type OtherPaths = () => Promise<readonly string[]>;

/** Looks at one snapshot and its job, asking no more than its state makes necessary. `undefined`: it is not ours. */
export async function observeSnapshot(
  resource: FlinkStateSnapshot,
  others: OtherPaths,
  shard: Shard,
  defaults: OperatorDefaults,
): Promise<SnapshotSeen | undefined> {
  if (!looksAtJob(resource)) return { resource, target: { kind: "none" }, progress: none, others: [] };
  const target = await lookAt(resource, shard, defaults);
  if (target.kind === "notOurs") return undefined;
  const progress = target.kind === "found" ? await progressOf(resource, target, shard.connection.flink) : none;
  const seen = { resource, target, progress };
  return { ...seen, others: looksAtOthers(seen) ? await others() : [] };
}

const none = { kind: "notAsked" } as const;

async function lookAt(
  resource: FlinkStateSnapshot,
  shard: Shard,
  defaults: OperatorDefaults,
): Promise<TargetView | Extract<FoundTarget, { readonly kind: "notOurs" }>> {
  try {
    const target = await targetResources(resource, shard);
    if (target.kind !== "found") return target;
    return targetJob(target, await jobsOf(target, shard), defaults);
  } catch (error) {
    if (error instanceof Faulted) return { kind: "notSeen", because: steady(error.message) };
    throw error;
  }
}

/** A JobManager that is not available is not asked. A failed look is an answer of its own. */
async function jobsOf({ cluster, deployed }: TargetResources, shard: Shard): Promise<JobsView> {
  const { namespace, name } = cluster.metadata;
  const jobManager = await shard.deployment(namespace, name);
  if ((jobManager?.availableReplicas ?? 0) === 0 || jobManager?.deleting === true) return { kind: "notUp" };
  try {
    return { kind: "answered", jobs: await shard.jobs(restAddress({ resource: cluster, deployed })) };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "unreachable", because: steady(error.message) };
    throw error;
  }
}
