import type { ScheduledHandler } from "aws-lambda";
import { type SweepPorts, wakeFleet } from "../lib/shell/wakeFleet.ts";
import { wiring } from "./wiring.ts";

export const sweeping =
  (ports: () => Promise<SweepPorts>): ScheduledHandler =>
  async () =>
    await wakeFleet(await ports());

/** On a schedule: asks for a look at the clusters of the fleet, so that a message lost costs one interval. */
export const handler = sweeping(wiring);
