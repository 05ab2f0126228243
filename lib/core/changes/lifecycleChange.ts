import type { Condition } from "../../api/resources/common.ts";

/** The parts of a status that tell of the lifecycle. */
export interface LifecycleTold {
  readonly lifecycleState?: string | undefined;
  readonly jobStatus?: { readonly state?: string | undefined; readonly jobId?: string | undefined } | undefined;
  readonly conditions?: readonly Condition[] | undefined;
}

interface States {
  readonly lifecycleState?: string;
  readonly jobState?: string;
}

/** What has changed, with the reason that the conditions give for it where they were told anew. */
export interface LifecycleChange {
  readonly from: States;
  readonly to: States;
  readonly jobId?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** `undefined`: neither the lifecycle state nor the state of the job is another one. */
export function lifecycleChange(before: LifecycleTold, after: LifecycleTold): LifecycleChange | undefined {
  const from = statesOf(before);
  const to = statesOf(after);
  if (from.lifecycleState === to.lifecycleState && from.jobState === to.jobState) return undefined;
  const { jobId } = after.jobStatus ?? {};
  const told = reasonOf(after.conditions ?? [], before.conditions ?? []);
  return { from, to, ...(jobId === undefined ? {} : { jobId }), ...told };
}

const statesOf = ({ lifecycleState, jobStatus }: LifecycleTold): States => ({
  ...(lifecycleState === undefined ? {} : { lifecycleState }),
  ...(jobStatus?.state === undefined ? {} : { jobState: jobStatus.state }),
});

/** What is wrong, or else how ready it is. */
function reasonOf(
  conditions: readonly Condition[],
  before: readonly Condition[],
): Pick<LifecycleChange, "reason" | "message"> {
  const found =
    conditions.find(({ type, status }) => type === "Degraded" && status === "True") ??
    conditions.find(({ type }) => type === "Ready");
  const isOld = before.some((one) => one.type === found?.type && one.message === found.message);
  return found === undefined || isOld ? {} : { reason: found.reason, message: found.message };
}
