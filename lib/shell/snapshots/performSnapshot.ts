import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { Faulted, type Fault } from "../../core/fault.ts";
import type { TriggerId } from "../../core/flink.ts";
import { steady } from "../../core/lifecycle/status/steady.ts";
import { snapshotFinalizer } from "../../core/snapshots/finalizer.ts";
import type { RepeatableEffect, SnapshotOutcome, SnapshotPlan } from "../../core/snapshots/plan.ts";
import type { Trigger } from "../../core/snapshots/trigger.ts";
import type { Cluster, Flink, SpokeConnection } from "../../ports/index.ts";

/** Carries out what was planned. A refusal of Flink is an outcome; whatever else goes wrong is thrown, and the next run looks again. */
export async function performSnapshot(
  plan: SnapshotPlan,
  resource: FlinkStateSnapshot,
  connection: SpokeConnection,
): Promise<SnapshotOutcome> {
  switch (plan.act) {
    case "wait":
    case "conclude":
      return { kind: "nothing" };
    case "again":
      return repeatable(plan.effect, resource, connection);
    case "once":
      return orRefused(async () => ({ kind: "triggered", triggerId: await triggered(plan.effect, connection.flink) }));
  }
}

async function repeatable(
  effect: RepeatableEffect,
  resource: FlinkStateSnapshot,
  { cluster, flink }: SpokeConnection,
): Promise<SnapshotOutcome> {
  switch (effect.kind) {
    case "mark":
      await patchMetadata(resource, cluster, { finalizers: effect.finalizers, labels: effect.labels });
      return { kind: "done" };
    case "release":
      await release(resource, cluster);
      return { kind: "done" };
    case "dispose": {
      const outcome = await orRefused(async () => {
        await flink.disposeSavepoint(effect.at, effect.path);
        return { kind: "done" };
      });
      if (outcome.kind === "done") await release(resource, cluster);
      return outcome;
    }
    case "trigger":
      return orRefused(async () => ({ kind: "triggered", triggerId: await triggered(effect, flink) }));
  }
}

async function release(resource: FlinkStateSnapshot, cluster: Cluster): Promise<void> {
  await patchMetadata(resource, cluster, {
    finalizers: resource.metadata.finalizers.filter((held) => held !== snapshotFinalizer),
  });
}

async function patchMetadata(
  { metadata: { namespace, name, resourceVersion } }: FlinkStateSnapshot,
  cluster: Cluster,
  patch: Readonly<Record<string, unknown>>,
): Promise<void> {
  await cluster.patch({ kind: "FlinkStateSnapshot", namespace, name }, { metadata: { resourceVersion, ...patch } });
}

/** Returns the id to ask with. */
export async function triggered({ at, job, request }: Trigger, flink: Flink): Promise<TriggerId> {
  if (request.kind === "savepoint") return flink.triggerSavepoint(at, job, request.savepoint);
  return flink.triggerCheckpoint(at, job, { type: request.type, triggerId: request.triggerId });
}

/** The same request would be refused again. */
const refusals: readonly Fault["kind"][] = ["rejected", "denied", "missing"];

async function orRefused(act: () => Promise<SnapshotOutcome>): Promise<SnapshotOutcome> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Faulted) || !refusals.includes(error.fault.kind)) throw error;
    return { kind: "refused", because: steady(error.message) };
  }
}
