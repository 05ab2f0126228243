import { Faulted, type Fault } from "../core/fault.ts";
import type { Outcome } from "../core/lifecycle/plan.ts";
import { steady } from "../core/lifecycle/status/steady.ts";

/** An API that is missing (of Ingresses, for instance) is not there at the next try either. */
const refusals: readonly Fault["kind"][] = ["rejected", "denied", "missing"];

/** The outcome that such a fault is; whatever else went wrong is thrown again. */
export function refusal(error: unknown): Outcome {
  if (!(error instanceof Faulted) || !refusals.includes(error.fault.kind)) throw error;
  return { kind: "refused", because: steady(error.message) };
}
