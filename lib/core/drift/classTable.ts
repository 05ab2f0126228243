import { belongingRows } from "./belongingRows.ts";
import { deploymentRows } from "./deploymentRows.ts";
import type { Row } from "./row.ts";

const any = /^/;
const itself = /^$/;
const maps = ["configuration", "podTemplate"] as const;
const all = ["jobManager", "taskManager", "restService", "internalService", ...maps, "ingress"] as const;

/** What any object may have: it is gone, or its metadata differs. */
const commonRows: readonly Row[] = [
  { parts: ["stranger"], path: any, class: "notOurs", because: "flink-fleet does not make it" },
  {
    parts: all,
    path: /^\/metadata\/deletionTimestamp$/,
    class: "notOurs",
    because: "it is being deleted, and is made again once it is gone",
  },
  {
    parts: ["highAvailability"],
    path: any,
    class: "stateAtRisk",
    because: "without Flink's HA metadata nobody knows the newest checkpoint if the JobManager ends",
  },
  {
    parts: maps,
    path: /^\/immutable$/,
    class: "notOurs",
    because: "it cannot be undone, but the object cannot be written any more until it is made anew",
  },

  {
    parts: ["jobManager"],
    path: itself,
    class: "notOurs",
    because: "a JobManager that is gone is made again by a rule of its own, from the state that is known of its job",
  },
  { parts: all, path: itself, class: "inPlace", because: "it is made again; what runs goes on" },
  {
    parts: all,
    path: /^\/metadata\//,
    class: "inPlace",
    because: "labels, annotations and owners are put right while everything runs",
  },
];

/** The whole policy, from the special to the general. */
export const classTable: readonly Row[] = [...commonRows, ...deploymentRows, ...belongingRows];
