import { seconds } from "../../lib/core/time.ts";
import type { World } from "../../lib/world/world.ts";
import { address, deploy } from "../world/flinkObjects.ts";
import type { JarsHarness } from "./jars.contract.ts";

/** A simulated session cluster for the contract, and an application cluster beside it. */
export function simulatedSession(world: World): Omit<JarsHarness, "flink"> {
  const spoke = world.spoke();
  const configuration = { "taskmanager.numberOfTaskSlots": "1", "parallelism.default": "1" };
  deploy(spoke, { name: "session", mode: "standalone", runs: "session", taskManagers: 1, configuration });
  deploy(spoke, { name: "app" });
  return {
    session: address("session"),
    application: address("app"),
    version: "v1_20",
    entryClass: "com.example.Contract",
    jar: () => ({ name: "contract.jar", size: 3, bytes: threeBytes() }),
    pass: async () => world.advance(seconds(1)),
  };
}

async function* threeBytes(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array([80, 75, 3]);
}
