import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import { decided } from "../core/lifecycle/decide.ts";
import { inTime } from "../core/lifecycle/inTime.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import { type DecisionTelling, logDecision, record } from "./decisions.ts";
import type { Ran } from "./run.ts";
import { speakingOf } from "./speakingOf.ts";

/** What a run would decide, told in the log beside what somebody else does. Nothing is written, and no next look is asked for. */
export function shadow(seen: Seen, circumstances: Circumstances, telling: DecisionTelling): Ran {
  const decision = decided(seen, circumstances);
  const plan = inTime(decision.plan, circumstances);
  const made = { seen, circumstances, decision: { ...decision, plan } };
  record(made, telling);
  const acts = plan.act !== "wait" && plan.act !== "leave";
  if (acts) logDecision(made, { kind: "nothing" }, { ...telling, log: speakingOf({ shadow: true }, telling.log) });
  const because = `shadow: ${acts ? `would ${plan.act}: ` : ""}${plan.because}`;
  return { because, act: plan.act, wake: "on schedule", wrote: false };
}
