import { join } from "node:path";
import { clusterFolder, script } from "./rig.ts";

/** A control plane of a test's own, without a node. */
export type ControlPlane = {
  readonly kubeconfig: string;
  /** Stops it and deletes its data. */
  readonly stop: () => Promise<void>;
};

const withinMs = 4 * 60_000;
let started = 0;

/**
 * Starts a real API server with further flags, say a token webhook, on ports of its own. Takes about 10 s. The API server
 * runs on the host: a webhook may listen on 127.0.0.1.
 */
export async function startControlPlane(wanted: {
  readonly name: string;
  readonly apiserverFlags: readonly string[];
}): Promise<ControlPlane> {
  const { name, apiserverFlags } = wanted;
  started += 1;
  const index = 2 + started;
  await script("control.sh", [name, String(index), ...apiserverFlags], withinMs);
  return {
    kubeconfig: join(clusterFolder(name), "admin.conf"),
    stop: () => script("down.sh", [name], withinMs),
  };
}
