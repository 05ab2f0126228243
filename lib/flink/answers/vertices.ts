import * as z from "zod";
import type { JobVertex } from "../../core/flink.ts";

const vertex = z
  .looseObject({ id: z.string(), name: z.string(), parallelism: z.number(), maxParallelism: z.number().default(-1) })
  .transform(({ id, name, parallelism, maxParallelism }): JobVertex => ({ id, name, parallelism, maxParallelism }));

/** The vertices of GET /jobs/:id (JobDetailsInfo); their maximum parallelism is told since 1.13. */
export const jobVertices = z
  .looseObject({ vertices: z.array(vertex) })
  .transform(({ vertices }): readonly JobVertex[] => vertices);
