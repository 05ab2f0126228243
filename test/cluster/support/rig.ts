import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The clusters that every run of this suite has, each with a node. */
export type ClusterName = "east" | "west";

/** Real Flink in the nodes' image stores. Pods use them with imagePullPolicy Never or IfNotPresent. */
export const flinkImages = { v1_20: "localhost/flink:1.20.5", v2_1: "localhost/flink:2.1.3" } as const;

/** Where binaries, images and clusters are kept between runs. */
export const rigHome =
  process.env["RIG_HOME"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "flink-fleet-rig");

const run = promisify(execFile);
const largestAnswer = 64 * 1024 * 1024;

/** The folder of one cluster: its kubeconfig, logs and the data its pods may reach. */
export function clusterFolder(name: string): string {
  return join(rigHome, "clusters", name);
}

/** The path of a kubeconfig with every right on the cluster. */
export function kubeconfig(name: ClusterName): string {
  return join(clusterFolder(name), "admin.conf");
}

/** What kubectl printed. Throws with what it complained about. */
export function kubectl(name: ClusterName, ...args: readonly string[]): Promise<string> {
  return kubectlWith(kubeconfig(name), args);
}

/** Applies manifests given as objects; kubectl reads JSON as it reads YAML. */
export function apply(name: ClusterName, ...objects: readonly object[]): Promise<string> {
  return kubectlWith(
    kubeconfig(name),
    ["apply", "-f", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  );
}

/** kubectl with any kubeconfig, for control planes that a test started itself and for users with fewer rights. */
export async function kubectlWith(
  path: string,
  args: readonly string[],
  input?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const running = run(join(rigHome, "bin", "kube"), ["kubectl", "--kubeconfig", path, ...args], {
    maxBuffer: largestAnswer,
    env: { ...process.env, ...env },
  });
  running.child.stdin?.end(input);
  return (await running).stdout;
}

/** Runs one of the rig's scripts; rejects with what it said when it fails. Output is shown unless `quiet`. */
export async function script(name: string, args: readonly string[], timeoutMs: number): Promise<void> {
  const path = fileURLToPath(new URL(`../rig/${name}`, import.meta.url));
  const running = run(path, [...args], {
    env: { ...process.env, RIG_HOME: rigHome },
    timeout: timeoutMs,
    maxBuffer: largestAnswer,
  });
  running.child.stderr?.pipe(process.stderr, { end: false });
  try {
    await running;
  } catch (error) {
    throw new Error(`${name} ${args.join(" ")} failed${hint(error, timeoutMs)}`, { cause: error });
  }
}

function hint(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "";
  const killed = "killed" in error && error.killed === true;
  if (killed) return `: not done after ${timeoutMs / 1000} s`;
  return "stderr" in error ? `:\n${String(error.stderr).trimEnd()}` : `: ${error.message}`;
}
