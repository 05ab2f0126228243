import type { FlinkDeploymentSpec, FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import { supportOf } from "../configuration/versions.ts";
import type { Component, Happening } from "./events/happening.ts";
import { observation } from "./observation.ts";
import type { Outcome, Plan } from "./plan.ts";
import type { Seen } from "./seen.ts";

interface Told {
  readonly seen: Seen;
  readonly after: FlinkDeploymentStatus;
  readonly plan: Plan;
  readonly outcome: Outcome;
}

/** What is new since the status before: told once, so that a quiet look tells nothing. */
export function happenings(told: Told): readonly Happening[] {
  return [...acts(told), ...obstacles(told), ...troubles(told), ...jobChanges(told)];
}

function acts({ seen, plan, outcome }: Told): readonly Happening[] {
  if (outcome.kind === "refused") return [warning("JobManagerDeployment", "DeploymentFailed", outcome.because)];
  const first = seen.resource.status.lifecycleState !== "DELETING" && seen.resource.metadata.deletionTimestamp !== undefined;
  const cleanup = first ? [normal("Operator", "Cleanup", "Cleaning up FlinkDeployment")] : [];
  if (plan.act !== "once" || outcome.kind !== "done") return cleanup;
  return [...versionWarning(plan.effect.spec), normal("JobManagerDeployment", "Submit", "Starting deployment")];
}

function versionWarning({ flinkVersion, mode }: FlinkDeploymentSpec): readonly Happening[] {
  const level = flinkVersion === undefined ? undefined : supportOf(flinkVersion, mode);
  return level?.kind === "works" ? [warning("Operator", "UnsupportedFlinkVersion", level.warning)] : [];
}

/** Once for each message: the condition remembers what was told. */
function obstacles({ seen, plan }: Told): readonly Happening[] {
  const obstacle = plan.act === "wait" ? plan.obstacle : undefined;
  if (obstacle === undefined) return [];
  const before = seen.resource.status.conditions.find(({ type }) => type === "Degraded");
  const known = before?.status === "True" && before.reason === obstacle.reason && before.message === obstacle.message;
  return known ? [] : [warning("Operator", obstacle.reason, obstacle.message)];
}

function troubles({ seen, after, outcome }: Told): readonly Happening[] {
  const found = observation(seen);
  const before = seen.resource.status;
  if (outcome.kind === "refused" || seen.resource.metadata.deletionTimestamp !== undefined) return [];
  const wasMissing = before.jobManagerDeploymentStatus === "MISSING" || before.jobManagerDeploymentStatus === "ERROR";
  const deployed = after.reconciliationStatus?.state === "DEPLOYED" && before.reconciliationStatus?.state === "DEPLOYED";
  if (deployed && found.jobManager === "MISSING") {
    return wasMissing ? [] : [warning("JobManagerDeployment", "Missing", "Missing JobManager deployment")];
  }
  if (found.trouble !== undefined && deployed) {
    const known = before.conditions.some(({ type, reason, message }) => type === "Degraded" && reason === found.trouble?.reason && message === found.trouble.message);
    return known ? [] : [warning("JobManagerDeployment", found.trouble.reason, found.trouble.message)];
  }
  if (found.jobIsMissing && before.error !== "Job Not Found") return [warning("Job", "Missing", "Job Not Found")];
  return [];
}

function jobChanges({ seen, after }: Told): readonly Happening[] {
  const from = seen.resource.status.jobStatus?.state;
  const to = after.jobStatus?.state;
  const isFlinks = observation(seen).job !== undefined;
  if (to === undefined || from === to || !isFlinks) return [];
  const changed = normal("Job", "JobStatusChanged", from === undefined ? `Job status changed to ${to}` : `Job status changed from ${from} to ${to}`);
  const cause = seen.flink.kind === "answered" ? seen.flink.exceptions[0] : undefined;
  return to === "FAILED" && cause !== undefined ? [warning("Job", "Error", firstLines(cause.stackTrace, 5)), changed] : [changed];
}

function firstLines(text: string, count: number): string {
  const lines = text.trimEnd().split("\n");
  const more = lines.length - count;
  return more > 0 ? `${lines.slice(0, count).join("\n")}\n... (${more} more lines)` : lines.join("\n");
}

const normal = (component: Component, reason: string, message: string): Happening => ({ type: "Normal", component, reason, message });
const warning = (component: Component, reason: string, message: string): Happening => ({ type: "Warning", component, reason, message });
