import * as z from "zod";
import { apiVersion, flinkConfiguration, jobSpec, metadata } from "./common.ts";
import { field, int64, optional, parts } from "./field.ts";
import { jobResourceStatus } from "./flinkDeployment.ts";

export const flinkSessionJobSpec = z.object({
  deploymentName: optional(
    z.string().max(63),
    "The FlinkDeployment, in the same namespace, that is the session cluster. Another one than before moves the job there, with its state.",
  ),
  job: optional(jobSpec, "What runs."),
  restartNonce: optional(int64, "Another number than before restarts the job, with its state."),
  flinkConfiguration: field(
    flinkConfiguration.default({}),
    "Flink's configuration of this job, with flat or nested keys. Wins over that of the session cluster.",
  ),
});
export type FlinkSessionJobSpec = z.output<typeof flinkSessionJobSpec>;

const flinkSessionJobStatus = z.looseObject(jobResourceStatus);

/** As it is read from an API server. */
export const flinkSessionJob = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal("FlinkSessionJob"),
    metadata,
    spec: parts(flinkSessionJobSpec, "What is wanted."),
    status: parts(flinkSessionJobStatus, "What there is."),
  })
  .describe("A job on a session cluster.");
export type FlinkSessionJob = z.output<typeof flinkSessionJob>;
