import type { Context } from "aws-lambda";
import { type Instant, later, millis, seconds } from "../lib/core/time.ts";
import type { Clock } from "../lib/ports/index.ts";

/** For answers, when no resource is begun any more. */
const reserve = seconds(20);

/** After it nothing is begun that is to be answered within this invocation. */
export const deadlineOf = (context: Pick<Context, "getRemainingTimeInMillis">, clock: Clock): Instant =>
  later(clock.now(), millis(Math.max(0, context.getRemainingTimeInMillis() - reserve)));
