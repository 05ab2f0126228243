import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import * as yaml from "yaml";
import { ServiceProxyFlink } from "../../lib/adapters/flink/serviceProxyFlink.ts";
import { contextAccess } from "../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../lib/adapters/kubeconfig/kubeconfig.ts";
import { Connection } from "../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { systemClock } from "../../lib/adapters/system/systemClock.ts";
import type { JobId } from "../../lib/core/flink.ts";
import { seconds } from "../../lib/core/time.ts";
import { serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import { address, aJobId, deploy } from "../world/flinkObjects.ts";
import { clusterContract } from "./cluster.contract.ts";
import { flinkContract } from "./flink.contract.ts";
import { jarsContract } from "./jars.contract.ts";
import { simulatedSession } from "./simulatedSession.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** The real adapters, from a kubeconfig on, against the simulated world behind real HTTP. */
async function connected(world: World): Promise<Connection> {
  const served = await serve(world);
  const folder = await mkdtemp(join(tmpdir(), "world-"));
  closing.push(
    () => served.close(),
    () => rm(folder, { recursive: true }),
  );
  const file = join(folder, "kubeconfig");
  const cluster = { server: served.url(), "insecure-skip-tls-verify": true };
  const config = {
    clusters: [{ name: "world", cluster }],
    users: [{ name: "nobody", user: {} }],
    contexts: [{ name: "world", context: { cluster: "world", user: "nobody" } }],
  };
  await writeFile(file, yaml.stringify(config));
  return new Connection(contextAccess(readKubeconfig(file), "world", systemClock.now()));
}

clusterContract("The Kubernetes adapter over the simulated world", async () => {
  const world = new World();
  const cluster = new KubernetesCluster(await connected(world));
  return { cluster, namespace: "contract", pass: async () => world.advance(seconds(1)) };
});

flinkContract("The Flink adapter over the simulated world", async () => {
  const world = new World();
  const spoke = world.spoke();
  deploy(spoke, { name: "app" });
  deploy(spoke, { name: "never", image: "flink:does-not-exist" });
  return {
    flink: new ServiceProxyFlink(await connected(world)),
    application: address("app"),
    nobody: address("never"),
    job: aJobId as JobId,
    version: "1.20",
    pass: async () => world.advance(seconds(1)),
  };
});

jarsContract("The Flink adapter over the simulated world", async () => {
  const world = new World();
  return { flink: new ServiceProxyFlink(await connected(world)), ...simulatedSession(world) };
});
