import * as z from "zod";

/** What a request over HTTPS says, in the words of events: their detail-type and their detail. */
export const httpRequest = z.strictObject({
  type: z.string().describe("redeploy.requested and the like, or change.status."),
  detail: z.unknown().describe("As in the schema of this type."),
});

/** A map, or one as text: GitHub passes on what it was given. */
const carried = z.union([
  httpRequest,
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(httpRequest),
]);

/** GitHub's events that carry what their sender gives them. `created_at` is RFC 3339. */
export const githubDeployment = z.looseObject({
  deployment: z.looseObject({ payload: carried, created_at: z.string() }),
});
export const githubDispatch = z.looseObject({ client_payload: carried });

/** GitLab's `Pipeline Hook`: the request is a variable of the pipeline. */
export const gitlabPipeline = z.looseObject({
  object_attributes: z.looseObject({
    status: z.literal("success"),
    variables: z.array(z.looseObject({ key: z.string(), value: z.string() })),
  }),
});
export const carriedText = carried;
