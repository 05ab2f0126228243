import type { EventBridgeHandler } from "aws-lambda";
import { type EventPorts, triggerEvent } from "../lib/shell/triggerEvent.ts";
import { deadlineOf } from "./deadline.ts";
import { type Wiring, wiring } from "./wiring.ts";

type Wired = Omit<EventPorts, "deadline" | "home" | "triggers"> & { readonly file: Pick<Wiring["file"], "triggers"> };

/** For each event of the bus: makes the change that it asks for. Throws where it may be tried again, so that the event comes again. */
export const triggering =
  (wired: () => Promise<Wired>): EventBridgeHandler<string, unknown, void> =>
  async (event, context) => {
    const { file, ...ports } = await wired();
    const [, , , , home = ""] = context.invokedFunctionArn.split(":");
    const deadline = deadlineOf(context, ports.clock);
    await triggerEvent(event, { ...ports, triggers: file.triggers, home, deadline });
  };

export const handler = triggering(wiring);
