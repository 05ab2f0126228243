import type { SpecChange, Target } from "./specChange.ts";

/** Suspends or resumes. */
export function switchedJob({ spec: { job } }: Target, state: "running" | "suspended"): SpecChange {
  if (job === undefined)
    return { kind: "refused", because: "it is a session cluster, whose jobs are suspended and resumed one by one" };
  return { kind: "patch", spec: job.state === state ? {} : { job: { state } } };
}
