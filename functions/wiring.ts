import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ambientCredentials } from "../lib/adapters/eks/credentials.ts";
import { DeclaredFleet } from "../lib/adapters/fleet/declaredFleet.ts";
import { jsonLog } from "../lib/adapters/system/jsonLog.ts";
import { MemoryQueue } from "../lib/adapters/system/memoryQueue.ts";
import { randomIds } from "../lib/adapters/system/randomIds.ts";
import { systemClock } from "../lib/adapters/system/systemClock.ts";
import { readFleet } from "../lib/api/fleet/readFleet.ts";
import type { FleetFile } from "../lib/api/fleet.ts";
import { artifactRules } from "../lib/core/configuration/artifactRules.ts";
import { operatorDefaults } from "../lib/core/configuration/operatorDefaults.ts";
import type { LookPorts } from "../lib/shell/look.ts";
import { config } from "./config.ts";

/** All in one process until there is a queue outside: what sweep sends, reconcile's caller takes. */
export interface Wiring extends LookPorts {
  readonly queue: MemoryQueue;
}

let built: Wiring | undefined;

/** Built once for each cold start, at the first event: nothing in it may matter for correctness. */
export const wiring = (): Wiring => (built ??= build());

function build(): Wiring {
  const { fleetFile } = config();
  const file = readFleetFile(fleetFile);
  const defaults = operatorDefaults(file);
  return {
    fleet: new DeclaredFleet(file, {
      resolve: (path) => resolve(dirname(fleetFile), path),
      kubeconfig: resolve(dirname(fleetFile), "kubeconfig"),
      ambient: ambientCredentials(),
      clock: systemClock,
      artifacts: artifactRules(defaults.configuration),
    }),
    defaults,
    queue: new MemoryQueue(systemClock),
    clock: systemClock,
    ids: randomIds,
    log: jsonLog((line) => console.log(line.trimEnd()), systemClock),
  };
}

function readFleetFile(path: string): FleetFile {
  const read = readFleet(readFileSync(path, "utf8"), path);
  if (read.kind === "invalid") throw new Error(`The fleet file is not right:\n${read.messages.join("\n")}`);
  return read.fleet;
}
