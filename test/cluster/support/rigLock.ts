import { spawn } from "node:child_process";
import { once } from "node:events";

const lockFile = "/run/lock/flink-fleet-rig.lock";

/**
 * Two runs at once would take each other's clusters down: ports and network namespaces belong to the whole machine, and so
 * does the lock. It ends with this process, however it ends, or when the answer is called.
 */
export async function lockRig(): Promise<() => void> {
  const holder = spawn("flock", ["--nonblock", lockFile, "sh", "-c", "echo held; cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const held = once(holder.stdout, "data").then(() => true);
  if (!(await Promise.race([held, once(holder, "exit").then(() => false)]))) {
    throw new Error(`another run is using the clusters of this machine (${lockFile} is held): wait for it`);
  }
  return () => holder.stdin.end();
}
