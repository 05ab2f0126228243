import { type Millis, minutes, seconds, since } from "../time.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Plan } from "./plan.ts";

/** The plan, unless it announces what might be cut off half way: then it is left to a run that has time for it. */
export function inTime(plan: Plan, { now, until }: Pick<Circumstances, "now" | "until">): Plan {
  if (until === undefined || since(now, until) >= timeFor(plan)) return plan;
  const because = `too little time is left for this: ${plan.because}`;
  return { act: "leave", because, wake: seconds(1) };
}

/** What its calls may take at most, one after the other. What can be repeated takes no harm from being cut off. */
function timeFor(plan: Plan): Millis {
  if (plan.act === "create") return plan.effect.kind === "runJob" ? minutes(3) : minutes(1);
  return plan.act === "stop" || plan.act === "trigger" ? seconds(30) : seconds(0);
}
