import * as z from "zod";

/** Events as EventBridge brings them, and those of AWS, which are AWS's own: read loosely. */
export const arriving = z.looseObject({
  id: z.string(),
  "detail-type": z.string(),
  source: z.string(),
  account: z.string(),
  /** RFC 3339, whole seconds. */
  time: z.string(),
  region: z.string(),
  detail: z.unknown(),
});
export type Arriving = z.output<typeof arriving>;

/** Detail of `ECR Image Action` for a push that has come to its end. */
export const imagePush = z.looseObject({
  "action-type": z.literal("PUSH"),
  result: z.literal("SUCCESS"),
  "repository-name": z.string(),
  "image-digest": z.string().regex(/^sha256:[0-9a-f]{64}$/),
  "image-tag": z.string().optional(),
});

/** Detail of `CodePipeline Pipeline Execution State Change`. */
export const pipelineSuccess = z.looseObject({ pipeline: z.string(), state: z.literal("SUCCEEDED") });

/** Detail of `CodeBuild Build State Change`. */
export const buildSuccess = z.looseObject({ "project-name": z.string(), "build-status": z.literal("SUCCEEDED") });
