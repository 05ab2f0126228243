import { Faulted } from "../../lib/core/fault.ts";
import { type Millis, seconds } from "../../lib/core/time.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { World } from "../../lib/world/world.ts";
import { deploy, type FlinkWanted, namespace } from "./flinkObjects.ts";

export const ha = { "high-availability.type": "kubernetes", "high-availability.storageDir": "s3://b/ha" };

/** Periodic checkpoints, and a place for savepoints. */
export const checkpointing = {
  "execution.checkpointing.interval": "10 s",
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  "state.checkpoints.dir": "s3://b/cp",
  "state.savepoints.dir": "s3://b/sp",
};

export function running(wanted: FlinkWanted, after: Millis = seconds(30)): { world: World; spoke: SimulatedSpoke } {
  const world = new World();
  const spoke = world.spoke();
  deploy(spoke, wanted);
  world.advance(after);
  return { world, spoke };
}

/** Deletes the Deployment, and the Services and ConfigMaps that it owns with it, as an upgrade does. */
export function takeDown({ world, spoke }: { world: World; spoke: SimulatedSpoke }, name: string): void {
  spoke.api.delete({ kind: "Deployment", namespace, name });
  world.advance(seconds(30));
}

export const names = (spoke: SimulatedSpoke, kind: string): readonly string[] =>
  spoke.api.list(kind, { namespace }).items.map((object) => object.metadata.name);

export const jobManagerPod = (spoke: SimulatedSpoke): { namespace: string; name: string } => {
  const [pod] = spoke.api.list("Pod", { namespace, labels: "component=jobmanager" }).items;
  return { namespace, name: pod?.metadata.name ?? "" };
};

export async function faultOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => "none",
    (error: unknown) => (error instanceof Faulted ? error.message : Promise.reject(error)),
  );
}
