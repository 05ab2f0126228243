import type { OperatorDefaults } from "../../configuration/defaults.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { JobOverview } from "../../flink.ts";
import { isTerminal } from "../observation/jobState.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import { isApplication, isDone } from "../observation/running.ts";
import type { Seen } from "../seen.ts";

/** Whether Flink is asked for the metrics that a job's health is judged by. */
export function asksForHealth(
  subject: Pick<Seen, "resource" | "deployed">,
  { state }: JobOverview,
  defaults: OperatorDefaults,
): boolean {
  const isCaredFor = isDone(subject) && subject.resource.metadata.deletionTimestamp === undefined;
  if (!isCaredFor || !isApplication(subject) || isTerminal(state)) return false;
  return operatorOption(presentOptions(subject, defaults), "cluster.health-check.enabled");
}
