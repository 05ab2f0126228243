import type { ScheduledHandler } from "aws-lambda";
import { millis } from "../lib/core/time.ts";
import { wiring } from "./wiring.ts";

/** On a schedule: asks for a look at every cluster of the fleet. Decides nothing, so that a message lost costs one interval. */
export const handler: ScheduledHandler = async () => {
  const { fleet, queue } = wiring();
  const spokes = await fleet.spokes();
  await queue.send(spokes.map(({ name }) => ({ wake: { spoke: name }, after: millis(0) })));
};
