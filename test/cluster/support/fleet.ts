import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { contextAccess } from "../../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { recordingsFile } from "./recordings.ts";
import { kubeconfig, rigHome, type ClusterName } from "./rig.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The command line as a user runs it; both streams as text. */
export async function flinkFleet(...args: readonly string[]): Promise<{ code: number; out: string }> {
  const child = start(args);
  const out = collected(child);
  const [code] = (await once(child, "close")) as [number];
  return { code, out: out() };
}

/** `flink-fleet run` on both clusters, until it is stopped. */
export interface RunningFleet {
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
  /** In the middle of whatever it does, with SIGKILL. */
  readonly kill: () => Promise<void>;
  /** It has begun its first pass. */
  readonly begun: Promise<void>;
}

/** By a kubeconfig, all of its contexts; or by a fleet file. */
export function runFleet(of: string | { readonly fleet: string }, interval = "3s"): RunningFleet {
  const which = typeof of === "string" ? ["--kubeconfig", of, "--all-contexts"] : ["--fleet", of.fleet];
  const child = start(["run", ...which, "--interval", interval, "--log", "--record", recordingsFile()]);
  const printed = collected(child);
  const ended = once(child, "close");
  return {
    printed,
    begun: new Promise((resolve) => child.stderr?.once("data", () => resolve())),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

interface Config {
  readonly clusters: readonly { readonly cluster: object }[];
  readonly users: readonly { readonly user: object }[];
}

/** One kubeconfig with a context for each cluster; `users` replaces who comes, by cluster. */
export async function fleetConfig(name: string, users: Partial<Record<ClusterName, object>> = {}): Promise<string> {
  const parts = await Promise.all(
    clusters.map(async (cluster) => {
      const {
        clusters: [of],
        users: [admin],
      } = parse(await readFile(kubeconfig(cluster), "utf8")) as Config;
      return {
        cluster: { name: cluster, cluster: of?.cluster },
        user: { name: cluster, user: users[cluster] ?? admin?.user },
        context: { name: cluster, context: { cluster, user: cluster } },
      };
    }),
  );
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: parts.map(({ cluster }) => cluster),
    users: parts.map(({ user }) => user),
    contexts: parts.map(({ context }) => context),
    "current-context": "east",
  };
  const path = join(rigHome, `${name}.conf`);
  await writeFile(path, stringify(config), { mode: 0o600 });
  return path;
}

const clusters: readonly ClusterName[] = ["east", "west"];

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(root, "lib/cli/flink-fleet.ts"), ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });

function collected(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => parts.push(chunk.toString()));
  return () => parts.join("");
}

/** One cluster as admin, through the project's own adapter: a look costs no process. */
export const clusterConnection = (cluster: ClusterName): Connection =>
  new Connection(contextAccess(readKubeconfig(kubeconfig(cluster)), cluster, systemClock.now()));

export const clusterApi = (cluster: ClusterName): KubernetesCluster =>
  new KubernetesCluster(clusterConnection(cluster));
