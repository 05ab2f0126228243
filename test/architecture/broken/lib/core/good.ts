// breaks: nothing
import type { JobSpec } from "../api/resources/common.ts";

export type Millis = number;
export const parallelism = (job: JobSpec): number => job.parallelism;
