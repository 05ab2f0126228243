import * as z from "zod";
import type { ResourceRequirements } from "../../core/flink.ts";

const bounds = z.looseObject({ lowerBound: z.number(), upperBound: z.number() });

/** GET and PUT /jobs/:id/resource-requirements (JobResourceRequirementsBody): flat, by vertex id. */
export const resourceRequirements = z
  .record(z.string(), z.looseObject({ parallelism: bounds }))
  .transform((body): ResourceRequirements =>
    Object.fromEntries(
      Object.entries(body).map(
        ([
          vertex,
          {
            parallelism: { lowerBound, upperBound },
          },
        ]) => [vertex, { lowerBound, upperBound }],
      ),
    ),
  );

export const resourceRequirementsBody = (requirements: ResourceRequirements): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(requirements).map(([vertex, parallelism]) => [vertex, { parallelism }]));
