import * as z from "zod";
import type { JarId, JobId } from "../../core/flink.ts";

/** POST /jars/upload: the path in the JobManager, whose last segment names the jar in later calls. */
export const uploadedJar = z
  .looseObject({ filename: z.string().regex(/[^/\\]$/) })
  .transform(({ filename }) => filename.split(/[/\\]/).at(-1) as JarId);

/** POST /jars/:jarid/run */
export const startedJob = z
  .looseObject({ jobid: z.string().regex(/^[0-9a-f]{32}$/) })
  .transform(({ jobid }) => jobid as JobId);
