import { millis } from "../time.ts";
import type { SnapshotPlan, Verdict } from "./plan.ts";

/** An attempt has come out; what follows from it is looked at at once. */
export const concluded = (verdict: Verdict, because: string): SnapshotPlan => ({
  act: "conclude",
  because,
  verdict,
  wake: millis(0),
});

/** The job will not come back. */
export const abandoned = (because: string): SnapshotPlan =>
  concluded({ kind: "abandoned", because: `The job is gone: ${because}` }, because);
