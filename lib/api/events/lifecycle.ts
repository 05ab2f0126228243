import * as z from "zod";
import { jobStates, lifecycleStates } from "../resources/common.ts";
import { resourceNamed } from "./resourceNamed.ts";

const states = z.strictObject({
  lifecycleState: z.enum(lifecycleStates).optional(),
  jobState: z.enum(jobStates).optional().describe("As Flink has it; left out of session clusters."),
});

/** Detail of `lifecycle.changed`. */
export const lifecycleChanged = z
  .strictObject({
    version: z.literal(1),
    eventId: z.string().describe("Of two events with one id, the later one is the same as the first."),
    resource: resourceNamed,
    generation: z.int().describe("metadata.generation"),
    from: states,
    to: states,
    jobId: z.string().optional(),
    reason: z
      .string()
      .optional()
      .describe("Of the condition Degraded where something is wrong, of Ready elsewhere, where it is new."),
    message: z.string().optional().describe("Of the same condition."),
  })
  .describe("The state of a resource or of its job is another one. Best effort: what a crash loses is not told again.");
export type LifecycleChanged = z.output<typeof lifecycleChanged>;
