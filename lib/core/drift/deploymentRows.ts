import type { Row } from "./row.ts";
import * as when from "./rowConditions.ts";

const replicas = /^\/spec\/replicas$/;
const template = /^\/spec\/template\//;
const deployments = ["jobManager", "taskManager"] as const;

/** The Deployments of JobManagers and TaskManagers. */
export const deploymentRows: readonly Row[] = [
  {
    parts: deployments,
    path: replicas,
    when: when.byAutoscaler,
    class: "notOurs",
    because: "an autoscaler owns the number of replicas",
  },
  {
    parts: ["jobManager"],
    path: replicas,
    when: when.isNone,
    class: "notOurs",
    because:
      "a JobManager that is scaled to 0 is made again by a rule of its own, from the state that is known of its job",
  },
  {
    parts: ["jobManager"],
    path: replicas,
    when: when.isHighlyAvailable,
    class: "inPlace",
    because: "of several JobManagers one leads, the others wait: they may come and go",
  },
  {
    parts: ["jobManager"],
    path: replicas,
    when: when.isStateless,
    class: "inPlace",
    because: "without high availability each JobManager runs the same job; it has no state that could be lost",
  },
  {
    parts: ["jobManager"],
    path: replicas,
    class: "stateAtRisk",
    because:
      "without high availability each JobManager leads: they write over each other's checkpoints, or hide each other's jobs",
  },
  {
    parts: ["taskManager"],
    path: replicas,
    class: "inPlace",
    because: "TaskManagers come and go while the JobManager runs; the job goes on from its last checkpoint",
  },

  {
    parts: deployments,
    path: /^\/spec\/paused$/,
    class: "inPlace",
    because: "a paused Deployment would not follow a change of its pods",
  },
  {
    parts: deployments,
    path: template,
    when: when.isAddition,
    class: "notOurs",
    because: "somebody has added it beside what the resource says; the next deployment is without it",
  },
  {
    parts: ["jobManager"],
    path: /^\/spec\/template\/spec\/containers\/flink-main-container\/args$/,
    when: when.isStandaloneApplication,
    class: "stateAtRisk",
    because: "the arguments say which state the job starts from, and Kubernetes has replaced the pod",
  },
  {
    parts: ["jobManager"],
    path: /^\/spec\/template\/spec\/volumes\/flink-config-volume(\/|$)/,
    class: "stateAtRisk",
    because: "the JobManager reads another configuration, and may look for its state elsewhere",
  },
  {
    parts: ["jobManager"],
    path: template,
    when: when.stateIsLost,
    class: "stateAtRisk",
    because:
      "Kubernetes has replaced the JobManager's pod, and without high availability its job has begun at its first state",
  },
  {
    parts: ["jobManager"],
    path: template,
    class: "restart",
    because: "Kubernetes has replaced the JobManager's pod by one with the change",
  },
  {
    parts: ["taskManager"],
    path: template,
    class: "restart",
    because:
      "Kubernetes has replaced the TaskManagers' pods by ones with the change; the job restarts when they are replaced again",
  },
  { parts: deployments, path: /^/, class: "restart", because: "it can only be changed with a new Deployment" },
];
