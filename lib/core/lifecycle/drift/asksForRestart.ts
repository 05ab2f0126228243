import type { DriftView } from "./driftView.ts";

/** Whether there is a difference that only a restart puts right: then the state of jobs counts, and the jobs of a session. */
export const asksForRestart = (drift: DriftView): boolean =>
  drift.kind === "looked" && drift.differences.some((one) => one.class === "restart" || one.class === "stateAtRisk");
