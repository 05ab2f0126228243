import type { EventBridgeHandler } from "aws-lambda";
import { instant } from "../lib/core/time.ts";
import { triggerEvent } from "../lib/shell/triggerEvent.ts";
import { wiring } from "./wiring.ts";

/** Milliseconds that are left for answers when no resource is begun any more. */
const reserve = 20_000;

/** For each event of the bus: makes the change that it asks for. Throws where it may be tried again, so that the event comes again. */
export const handler: EventBridgeHandler<string, unknown, void> = async (event, context) => {
  const wired = await wiring();
  const [, , , , home = ""] = context.invokedFunctionArn.split(":");
  const deadline = instant(wired.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve));
  await triggerEvent(event, { ...wired, triggers: wired.file.triggers, home, deadline });
};
