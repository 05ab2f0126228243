import type { JsonObject } from "../../simulation/json.ts";
import type { Checkpoint, Restored } from "../checkpointHistory.ts";
import type { Job } from "../job.ts";
import type { Snapshot } from "../stateStore.ts";
import { failure, notFoundLate, ok, type RestAnswer } from "./answer.ts";
import { type JobRequest, ofJob, type Route } from "./route.ts";

export const checkpointRoutes: readonly Route[] = [
  { method: "GET", pattern: /^\/checkpoints$/, answer: ofJob(statistics) },
  { method: "GET", pattern: /^\/checkpoints\/config$/, answer: ofJob(config) },
  { method: "GET", pattern: /^\/checkpoints\/details\/(\d+)$/, answer: ofJob(details) },
];

function statistics(job: Job): RestAnswer {
  const { history, settings } = job.parts.checkpoints;
  if (!settings.enabled || job.isResultOnly) return failure(404, "Checkpointing has not been enabled.");
  const shown = (checkpoint: Checkpoint | undefined): JsonObject | null =>
    checkpoint === undefined ? null : statisticsOf(job, checkpoint);
  const { completed, savepoint, failed, restored } = history.latest;
  return ok({
    counts: history.counts,
    summary: {},
    latest: {
      completed: shown(completed),
      savepoint: shown(savepoint),
      failed: shown(failed),
      restored: restored === undefined ? null : restoredOf(restored),
    },
    history: history.recent.map(shown),
  });
}

function details(job: Job, { id, found: [wanted] }: JobRequest): RestAnswer {
  const { history, settings } = job.parts.checkpoints;
  if (!settings.enabled || job.isResultOnly) return failure(404, `Checkpointing was not enabled for job ${id}.`);
  const checkpoint = history.find(Number(wanted));
  return checkpoint === undefined
    ? notFoundLate(`Could not find checkpointing statistics for checkpoint ${wanted}.`)
    : ok(statisticsOf(job, checkpoint));
}

function config(job: Job): RestAnswer {
  const { settings } = job.parts.checkpoints;
  if (!settings.enabled || job.isResultOnly) return failure(404, "Checkpointing is not enabled for this job.");
  return ok({
    mode: "exactly_once",
    interval: settings.interval ?? longMax,
    timeout: settings.timeout,
    min_pause: 0,
    max_concurrent: 1,
    externalization: {
      enabled: settings.keptWhen.includes("FAILED"),
      delete_on_cancellation: !settings.keptWhen.includes("CANCELED"),
    },
  });
}

/** Flink writes Long.MAX_VALUE, which is this in JavaScript. */
const longMax = 2 ** 63;

function statisticsOf(job: Job, checkpoint: Checkpoint): JsonObject {
  const { id, kind, state, triggeredAt, endedAt, snapshot, because } = checkpoint;
  const total = job.parts.scale.tasks;
  const common = {
    "@class": state.toLowerCase(),
    id,
    status: state,
    is_savepoint: kind !== "checkpoint",
    checkpoint_type: { checkpoint: "CHECKPOINT", savepoint: "SAVEPOINT", stop: "SYNC_SAVEPOINT" }[kind],
    trigger_timestamp: triggeredAt,
    latest_ack_timestamp: endedAt ?? -1,
    state_size: 1024,
    end_to_end_duration: (endedAt ?? triggeredAt) - triggeredAt,
    num_subtasks: total,
    num_acknowledged_subtasks: state === "COMPLETED" ? total : 0,
    tasks: {},
  };
  if (state === "FAILED") return { ...common, failure_timestamp: endedAt, failure_message: because };
  return snapshot === undefined ? common : { ...common, external_path: externalPath(snapshot), discarded: false };
}

const restoredOf = ({ snapshot, at }: Restored): JsonObject => ({
  id: snapshot.id,
  restore_timestamp: at,
  is_savepoint: snapshot.isSavepoint,
  external_path: externalPath(snapshot),
});

const externalPath = ({ addressable, path }: Snapshot): string =>
  addressable ? path : "<checkpoint-not-externally-addressable>";
