/** org.apache.flink.runtime.execution.ExecutionState, in lower case as REST counts them. */
const taskStates = [
  "created",
  "scheduled",
  "deploying",
  "running",
  "finished",
  "canceling",
  "canceled",
  "failed",
  "reconciling",
  "initializing",
] as const;

export type TaskState = (typeof taskStates)[number];

/** All tasks of a simulated job are in one state. */
export const taskCounts = (state: TaskState, total: number): Readonly<Record<string, number>> => ({
  total,
  ...Object.fromEntries(taskStates.map((each) => [each, each === state ? total : 0])),
});
