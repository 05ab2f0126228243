import * as z from "zod";
import type { CheckpointProgress, SavepointProgress, TriggerId } from "../../core/flink.ts";
import { failureText } from "../failureText.ts";

/** What every trigger answers (TriggerResponse). */
export const triggered = z
  .looseObject({ "request-id": z.string().regex(/^[0-9a-f]{32}$/) })
  .transform((answer) => answer["request-id"] as TriggerId);

const status = z.looseObject({ id: z.enum(["IN_PROGRESS", "COMPLETED"]) });

/** SerializedThrowableSerializer */
const failure = z.looseObject({ class: z.string().nullish(), "stack-trace": z.string().nullish() });

const failed = (cause: z.output<typeof failure>): { readonly kind: "failed"; readonly because: string } => ({
  kind: "failed",
  because: failureText(cause["stack-trace"] ?? "") || (cause.class ?? "Flink gives no reason"),
});

const tellsNothing = "a completed operation has neither a result nor a failure";

/** GET /jobs/:id/savepoints/:trigger (SavepointInfo). A failed operation is COMPLETED as well. */
export const savepointStatus = z
  .looseObject({
    status,
    operation: z.looseObject({ location: z.string().nullish(), "failure-cause": failure.nullish() }).nullish(),
  })
  .transform(({ status: { id }, operation }, context): SavepointProgress => {
    if (id === "IN_PROGRESS") return { kind: "inProgress" };
    if (operation?.["failure-cause"]) return failed(operation["failure-cause"]);
    if (typeof operation?.location === "string") return { kind: "completed", path: operation.location };
    context.addIssue(tellsNothing);
    return z.NEVER;
  });

/** GET /jobs/:id/checkpoints/:trigger (CheckpointInfo): camel case here. */
export const checkpointStatus = z
  .looseObject({
    status,
    operation: z.looseObject({ checkpointId: z.number().nullish(), failureCause: failure.nullish() }).nullish(),
  })
  .transform(({ status: { id }, operation }, context): CheckpointProgress => {
    if (id === "IN_PROGRESS") return { kind: "inProgress" };
    if (operation?.failureCause) return failed(operation.failureCause);
    if (typeof operation?.checkpointId === "number") return { kind: "completed", checkpointId: operation.checkpointId };
    context.addIssue(tellsNothing);
    return z.NEVER;
  });
