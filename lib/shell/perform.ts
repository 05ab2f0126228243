import { Faulted } from "../core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../core/kubernetes.ts";
import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import type { InPlaceEffect, Outcome, Plan, RepairDrift, RepeatableEffect } from "../core/lifecycle/plan.ts";
import { restAddress } from "../core/lifecycle/observation/restAddress.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Cluster, SpokeConnection } from "../ports/index.ts";
import { createCluster, createTaskManagers } from "./createCluster.ts";
import { isInPlace, performInPlace } from "./performInPlace.ts";
import { repairDrift } from "./repairDrift.ts";
import { performOnResource, isOfResource, type ResourceEffect } from "./performOnResource.ts";
import { type InStatusEffect, isInStatus, performInStatus } from "./performInStatus.ts";
import { submitJob } from "./submitJob.ts";
import { unchanged } from "./unchanged.ts";
import { refusal } from "./refusal.ts";

/** Carries out what was planned. A refusal is an outcome; whatever else goes wrong is thrown, and the next run looks again. */
export async function perform(
  plan: Plan,
  seen: Seen,
  connection: SpokeConnection,
  circumstances: Circumstances,
): Promise<Outcome> {
  if (plan.act === "wait" || plan.act === "leave" || plan.act === "turn") return { kind: "nothing" };
  if (plan.act === "create") return await started(plan, seen, connection, circumstances);
  // Objects were read before the resource or after it: only while it has not moved are they of the same time. HA metadata has no owner,
  // and a resource of the same name may have come since: it is told by its version too.
  await unchanged(seen.resource, connection.cluster);
  return plan.act === "stop"
    ? await refusable(() => repeatable(plan.effect, seen, connection, circumstances))
    : await repeated(plan.effect, seen, connection, circumstances);
}

async function started(
  { intent, effect }: Extract<Plan, { readonly act: "create" }>,
  seen: Seen,
  connection: SpokeConnection,
  circumstances: Circumstances,
): Promise<Outcome> {
  if (effect.kind === "runJob") return await submitJob({ intent, effect }, seen, connection, circumstances);
  return await refusable(async () => {
    await createCluster({ intent, effect }, seen.resource, connection.cluster, circumstances.defaults);
    return { kind: "done" };
  });
}

async function refusable(act: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await act();
  } catch (error) {
    return refusal(error);
  }
}

/** Some of these have refusals of their own kind. */
async function repeated(
  effect: RepeatableEffect,
  seen: Seen,
  connection: SpokeConnection,
  circumstances: Circumstances,
): Promise<Outcome> {
  if (effect.kind === "repairDrift") {
    return await repairDrift(effect, seen, connection.cluster, circumstances.defaults);
  }
  if (isInPlace(effect)) return await performInPlace(effect, seen, connection);
  return isInStatus(effect)
    ? await performInStatus(effect, seen, connection.flink)
    : await repeatable(effect, seen, connection, circumstances);
}

async function repeatable(
  effect: Exclude<RepeatableEffect, InPlaceEffect | InStatusEffect | RepairDrift>,
  seen: Seen,
  connection: SpokeConnection,
  { defaults, now }: Circumstances,
): Promise<Outcome> {
  if (effect.kind === "stopWithSavepoint") {
    const triggerId = await connection.flink.stopWithSavepoint(restAddress(seen), effect.job, effect.request);
    return { kind: "done", triggerId };
  }
  if (effect.kind === "createSnapshot") {
    await createOnce(effect.object, connection.cluster);
    return { kind: "done" };
  }
  if (effect.kind === "createTaskManagers") await createTaskManagers(effect.spec, seen, connection.cluster, defaults);
  else if (isOfResource(effect)) await performOnResource(effect, seen.resource, connection.cluster, now);
  else await change(effect, seen, connection);
  return { kind: "done" };
}

type Change = Exclude<
  RepeatableEffect,
  | InPlaceEffect
  | InStatusEffect
  | RepairDrift
  | ResourceEffect
  | { readonly kind: "stopWithSavepoint" | "createTaskManagers" | "createSnapshot" }
>;

async function change(effect: Change, seen: Seen, { cluster, flink }: SpokeConnection): Promise<void> {
  const { namespace } = seen.resource.metadata;
  const deployment = (of: string): ObjectRef => ({ kind: "Deployment", namespace, name: of });
  switch (effect.kind) {
    case "cancelJob":
      await flink.cancel(restAddress(seen), effect.job);
      return;
    case "stopPods":
      await cluster.patch(deployment(effect.deployment.name), {
        metadata: { uid: effect.deployment.uid },
        spec: { replicas: 0 },
      });
      return;
    case "deleteDeployments":
      for (const { name: of, uid } of effect.deployments) {
        await cluster.remove(deployment(of), { uid, propagation: "Foreground" });
      }
      return;
    case "deleteHaMetadata":
      for (const { name: of, uid } of effect.configMaps) {
        await cluster.remove({ kind: "ConfigMap", namespace, name: of }, { uid, propagation: "Background" });
      }
  }
}

/** Its name says what it is: one of that name is the work of an earlier run. */
export async function createOnce(object: KubernetesObject, cluster: Cluster): Promise<void> {
  try {
    await cluster.create(object);
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind !== "conflict") throw error;
  }
}
