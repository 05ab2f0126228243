import type { Plan } from "../plan.ts";

/** What these steps are told as for as long as they take. */
export const stepText = {
  savepoint: "the job is being stopped with a savepoint",
  cancellation: "the job is being cancelled",
  podsGone: "the cluster is being removed",
} as const;

/** What a plan is told as in status. The single acts of a step are in the log: status is not written for each of them. */
export function told({ act, because, step }: Plan): string {
  if (step === "podsGone") return stepText.podsGone;
  const isStop = step === "savepoint" || step === "cancellation";
  return isStop && act !== "wait" ? stepText[step] : because;
}
