import type { ResourceRequirements } from "../../../core/flink.ts";
import { objectAt } from "../../simulation/json.ts";
import type { Job } from "../job.ts";
import { failure, ok, type RestAnswer } from "./answer.ts";
import { type JobRequest, ofJob, type Route } from "./route.ts";

export const requirementRoutes: readonly Route[] = [
  { method: "GET", pattern: /^\/resource-requirements$/, since: [1, 18], answer: ofJob(read) },
  { method: "PUT", pattern: /^\/resource-requirements$/, since: [1, 18], answer: ofJob(write) },
];

function read({ parts }: Job): RestAnswer {
  if (!parts.scale.isAdaptive) return unsupported;
  const entries = parts.scale.vertices.map(
    ({ id, lowerBound, upperBound }) => [id, { lowerBound, upperBound }] as const,
  );
  return ok(Object.fromEntries(entries.map(([id, parallelism]) => [id, { parallelism }])));
}

function write(job: Job, { body }: JobRequest): RestAnswer {
  if (!job.parts.scale.isAdaptive) return unsupported;
  const because = job.require(requirementsIn(body));
  return because === undefined ? ok({}) : failure(400, because);
}

const requirementsIn = (body: JobRequest["body"]): ResourceRequirements =>
  Object.fromEntries(
    Object.keys(body).map((id) => {
      const bounds = objectAt(body[id], "parallelism");
      return [id, { lowerBound: Number(bounds["lowerBound"]), upperBound: Number(bounds["upperBound"]) }];
    }),
  );

/** org.apache.flink.runtime.scheduler.SchedulerNG, where no scheduler says otherwise. */
const unsupported = failure(
  500,
  "Internal server error.",
  "<Exception on server side:\njava.util.concurrent.CompletionException: java.lang.UnsupportedOperationException: The scheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work with the AdaptiveScheduler.\nEnd of exception on server side>",
);
