import * as z from "zod";

/**
 * `status.fleet`: what cannot be looked up again. Decisions read it; nothing else in status that we write is ever decided upon,
 * but what the Apache operator also decides upon (reconciliationStatus, jobStatus.jobId, observedGeneration).
 */
export const deployIntent = z.object({
  kind: z.literal("deploy"),
  /** metadata.generation of the resource that is being deployed. */
  generation: z.int(),
  /** Chosen with the claim; absent for a session cluster. */
  jobId: z.string().optional(),
  /** Names the deployment: an annotation of its Deployments, and the last part of job-result-store.storage-path. */
  deploymentId: z.string(),
  /** RFC 3339: when it was claimed. */
  at: z.string(),
});
export type DeployIntent = z.output<typeof deployIntent>;

export const journal = z.looseObject({
  intent: deployIntent.optional(),
});
