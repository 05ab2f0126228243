import type { Handler } from "aws-lambda";
import type { ZoneAnswer } from "../lib/ports/index.ts";
import { answerZone, type ZonePorts } from "../lib/shell/answerZone.ts";
import { deadlineOf } from "./deadline.ts";
import { wiring } from "./wiring.ts";

/** In a network zone whose clusters others do not reach: makes the changes that they have let through, and says what became of changes. */
export const changing =
  (wired: () => Promise<Omit<ZonePorts, "deadline">>): Handler<unknown, ZoneAnswer> =>
  async (event, context) => {
    const ports = await wired();
    return await answerZone(event, { ...ports, deadline: deadlineOf(context, ports.clock) });
  };

export const handler = changing(wiring);
