import type { CheckpointTimes } from "../../configuration/checkpointTimes.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Instant, Millis } from "../../time.ts";
import { healthInfoText, readHealthInfo, type HealthInfo } from "./healthInfo.ts";

/** The metrics of a job that its health is judged by; `fullRestarts` where there is no `numRestarts`. */
export const healthMetrics = ["numRestarts", "fullRestarts", "numberOfCompletedCheckpoints"] as const;

export type HealthMetrics = Readonly<Partial<Record<(typeof healthMetrics)[number], number>>>;

export type ClusterHealth =
  /** Flink does not tell enough: nothing is judged, and nothing is to be remembered. */
  | { readonly kind: "unknown"; readonly because: string }
  /** `info` is to be remembered; it is the text of before while there is nothing new. */
  | { readonly kind: "healthy"; readonly info: string }
  | { readonly kind: "unhealthy"; readonly info: string; readonly message: string };

export interface HealthQuestion {
  /** What the user asks for now; holds the operator's own options. */
  readonly options: FlinkConfiguration;
  /** `status.clusterInfo.ClusterHealthInfo` */
  readonly before: string | undefined;
  readonly metrics: HealthMetrics;
  readonly checkpointTimes: CheckpointTimes;
  readonly now: Instant;
}

/**
 * Whether a running job restarts too often, or completes no checkpoints: the Apache operator's ClusterHealthEvaluator. The first sample after a
 * deployment is only remembered, as is one that is older than the one before it.
 */
export function clusterHealth(question: HealthQuestion): ClusterHealth {
  const { before, metrics, now } = question;
  const restarts = metrics.numRestarts ?? metrics.fullRestarts;
  if (restarts === undefined) return { kind: "unknown", because: "Flink tells no number of restarts of the job" };
  const last = readHealthInfo(before);
  if (last === undefined || last.timeStamp > now) return { kind: "healthy", info: first(question, restarts) };
  const restarted = judgedRestarts(question, last, restarts);
  const checkpointed = judgedCheckpoints(question, last);
  const errors = [restarted.error, checkpointed.error].filter((error) => error !== undefined);
  const message = errors.join("|");
  const info: HealthInfo = {
    ...last,
    ...restarted.baseline,
    ...checkpointed.baseline,
    timeStamp: now,
    healthResult: { healthy: errors.length === 0, error: errors.length === 0 ? null : message },
  };
  const text = isNews(last, info) ? healthInfoText(info) : (before ?? "");
  return errors.length === 0 ? { kind: "healthy", info: text } : { kind: "unhealthy", info: text, message };
}

function first({ metrics, now }: HealthQuestion, numRestarts: number): string {
  return healthInfoText({
    timeStamp: now,
    numRestarts,
    numRestartsEvaluationTimeStamp: now,
    numCompletedCheckpoints: metrics.numberOfCompletedCheckpoints ?? 0,
    numCompletedCheckpointsIncreasedTimeStamp: now,
    healthResult: { healthy: true, error: null },
  });
}

/** That time has passed is no reason to write. */
const isNews = (last: HealthInfo, info: HealthInfo): boolean =>
  healthInfoText({ ...last, timeStamp: 0 }) !== healthInfoText({ ...info, timeStamp: 0 });

interface Judged {
  readonly baseline: Partial<HealthInfo>;
  readonly error?: string | undefined;
}

function judgedRestarts({ options, now }: HealthQuestion, last: HealthInfo, restarts: number): Judged {
  const baseline = { numRestarts: restarts, numRestartsEvaluationTimeStamp: now };
  // Counted from the beginning again: another JobManager.
  if (restarts < last.numRestarts) return { baseline };
  const window = operatorOption(options, "cluster.health-check.restarts.window");
  const threshold = operatorOption(options, "cluster.health-check.restarts.threshold");
  const elapsed = now - last.numRestartsEvaluationTimeStamp;
  const share = elapsed <= window ? 1 : window / elapsed;
  const within = Math.trunc((restarts - last.numRestarts) * share);
  return {
    baseline: elapsed > window ? baseline : {},
    error: within > threshold ? `Restart count hit threshold: ${threshold}` : undefined,
  };
}

function judgedCheckpoints(question: HealthQuestion, last: HealthInfo): Judged {
  const { metrics, now } = question;
  const completed = metrics.numberOfCompletedCheckpoints;
  const window = checkpointWindow(question);
  if (window === undefined || completed === undefined) return { baseline: {} };
  if (completed !== last.numCompletedCheckpoints) {
    return { baseline: { numCompletedCheckpoints: completed, numCompletedCheckpointsIncreasedTimeStamp: now } };
  }
  const stuck = now - last.numCompletedCheckpointsIncreasedTimeStamp > window;
  return { baseline: {}, error: stuck ? "Cluster is not able to complete checkpoints" : undefined };
}

/** How long a job may be without a new checkpoint; `undefined`: for ever. */
function checkpointWindow({ options, checkpointTimes }: HealthQuestion): number | undefined {
  if (!operatorOption(options, "cluster.health-check.checkpoint-progress.enabled")) return undefined;
  const asked: Millis | undefined = operatorOption(options, "cluster.health-check.checkpoint-progress.window");
  const { interval, timeout, tolerableFailures } = checkpointTimes;
  if (asked === undefined && interval === undefined) return undefined;
  const least = Math.max(interval ?? 0, timeout) * (tolerableFailures + 2);
  return Math.max(asked ?? 0, least);
}
