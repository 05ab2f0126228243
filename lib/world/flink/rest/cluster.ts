import type { JsonObject } from "../../simulation/json.ts";
import type { JobManager } from "../jobManager.ts";

const commit = "0123456";

export function config({ parts }: JobManager): JsonObject {
  return {
    "refresh-interval": 3000,
    "timezone-name": "Coordinated Universal Time",
    "timezone-offset": 0,
    "flink-version": parts.version.text,
    "flink-revision": `${commit} @ 2025-01-01T00:00:00+01:00`,
    features: {
      "web-submit": parts.configuration.get("web.submit.enable") !== "false",
      "web-cancel": parts.configuration.get("web.cancel.enable") !== "false",
    },
  };
}

export function overview(jobManager: JobManager): JsonObject {
  const { cluster, version } = jobManager.parts;
  const count = (...states: readonly string[]): number =>
    jobManager.jobs.filter((job) => states.includes(job.state)).length;
  const used = jobManager.jobs.reduce((sum, { parts }) => sum + parts.scale.held, 0);
  return {
    taskmanagers: cluster.taskManagers.length,
    "slots-total": cluster.slots,
    "slots-available": Math.max(0, cluster.slots - used),
    "jobs-running": jobManager.jobs.filter((job) => !job.isOver).length,
    "jobs-finished": count("FINISHED"),
    "jobs-cancelled": count("CANCELED"),
    "jobs-failed": count("FAILED"),
    "flink-version": version.text,
    "flink-commit": commit,
  };
}

export function taskManagers(jobManager: JobManager): JsonObject {
  const known = jobManager.parts.cluster.taskManagers;
  return {
    taskmanagers: known.map(({ id, slots }) => ({
      id,
      path: `pekko.tcp://flink@${id}:6122`,
      slotsNumber: slots,
      freeSlots: 0,
    })),
  };
}
