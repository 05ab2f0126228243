import type { EventBridgeHandler } from "aws-lambda";
import { instant } from "../lib/core/time.ts";
import { type EventPorts, triggerEvent } from "../lib/shell/triggerEvent.ts";
import { type Wiring, wiring } from "./wiring.ts";

/** Milliseconds that are left for answers when no resource is begun any more. */
const reserve = 20_000;

type Wired = Omit<EventPorts, "deadline" | "home" | "triggers"> & { readonly file: Pick<Wiring["file"], "triggers"> };

/** For each event of the bus: makes the change that it asks for. Throws where it may be tried again, so that the event comes again. */
export const triggering =
  (wired: () => Promise<Wired>): EventBridgeHandler<string, unknown, void> =>
  async (event, context) => {
    const { file, ...ports } = await wired();
    const [, , , , home = ""] = context.invokedFunctionArn.split(":");
    const deadline = instant(ports.clock.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve));
    await triggerEvent(event, { ...ports, triggers: file.triggers, home, deadline });
  };

export const handler = triggering(wiring);
