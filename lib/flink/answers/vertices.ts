import * as z from "zod";
import type { JobVertex } from "../../core/flink.ts";

const vertex = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    parallelism: z.number(),
    maxParallelism: z.number().default(-1),
    slotSharingGroupId: z.string().optional(),
  })
  .transform(({ id, name, parallelism, maxParallelism, slotSharingGroupId }): JobVertex => ({
    id,
    name,
    parallelism,
    maxParallelism,
    slotSharingGroup: slotSharingGroupId,
  }));

/** The vertices of GET /jobs/:id (JobDetailsInfo); their maximum parallelism is told since 1.13, their slot sharing group since 1.20. */
export const jobVertices = z
  .looseObject({ vertices: z.array(vertex) })
  .transform(({ vertices }): readonly JobVertex[] => vertices);
