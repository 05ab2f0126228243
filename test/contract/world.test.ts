import type { JobId } from "../../lib/core/flink.ts";
import { seconds } from "../../lib/core/time.ts";
import { World } from "../../lib/world/world.ts";
import { address, aJobId, deploy } from "../world/flinkObjects.ts";
import { clusterContract } from "./cluster.contract.ts";
import { flinkContract } from "./flink.contract.ts";
import { jarsContract } from "./jars.contract.ts";
import { simulatedSession } from "./simulatedSession.ts";

clusterContract("The simulated world", async () => {
  const world = new World();
  const { cluster } = world.spoke();
  return { cluster, namespace: "contract", pass: async () => world.advance(seconds(1)) };
});

flinkContract("The simulated world", async () => {
  const world = new World();
  const spoke = world.spoke();
  deploy(spoke, { name: "app" });
  deploy(spoke, { name: "never", image: "flink:does-not-exist" });
  return {
    flink: spoke.flink,
    application: address("app"),
    nobody: address("never"),
    job: aJobId as JobId,
    version: "1.20",
    pass: async () => world.advance(seconds(1)),
  };
});

jarsContract("The simulated world", async () => {
  const world = new World();
  return { flink: world.spoke().flink, ...simulatedSession(world) };
});
