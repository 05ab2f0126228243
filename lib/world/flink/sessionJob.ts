import type { JobId } from "../../core/flink.ts";
import { type JsonObject, objectAt, textAt } from "../simulation/json.ts";
import type { JobManagerParts } from "./jobManager.ts";
import { schedulerOf } from "./jobScale.ts";
import { type WantedJob, wantedJob } from "./wantedJob.ts";

/** What the body of POST /jars/:jarid/run says about a job, over the configuration of its cluster (JarRunHandler). */
export function sessionJob({ configuration, clusterId, role }: JobManagerParts, body: JsonObject): WantedJob {
  const asked = objectAt(body, "flinkConfiguration");
  const overlaid = new Map([...configuration, ...textsOf(asked), ...fieldsOf(body)]);
  const mainClass = textAt(body, "entryClass");
  // Which scheduler a cluster has is for the cluster to say.
  const job = wantedJob({ configuration: overlaid, clusterId, scheduler: schedulerOf(configuration, role), mainClass });
  return { ...job, id: (textAt(body, "jobId") as JobId | undefined) ?? job.id };
}

const textsOf = (values: JsonObject): readonly (readonly [string, string])[] =>
  Object.entries(values).map(([key, value]) => [key, String(value)]);

/** Fields go before configuration; empty ones count as not given. */
function fieldsOf(body: JsonObject): readonly (readonly [string, string])[] {
  const given: JsonObject = { ...body, claimMode: body["claimMode"] ?? body["restoreMode"] };
  return Object.entries(options).flatMap(([field, key]) => {
    const value = given[field];
    const isGiven =
      (typeof value === "string" && value !== "") || typeof value === "number" || typeof value === "boolean";
    return isGiven ? [[key, String(value)] as const] : [];
  });
}

const options: Readonly<Record<string, string>> = {
  parallelism: "parallelism.default",
  savepointPath: "execution.state-recovery.path",
  allowNonRestoredState: "execution.state-recovery.ignore-unclaimed-state",
  claimMode: "execution.state-recovery.claim-mode",
};
