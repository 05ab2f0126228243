import * as z from "zod";
import { changeId } from "../resources/changeNote.ts";
import { selector } from "./selector.ts";

const instant = z.iso.datetime({
  offset: true,
  error: "must be a time as RFC 3339 writes it, such as 2026-01-31T12:00:00Z",
});

/** What every request has. */
const common = {
  version: z.literal(1).describe("Of this schema."),
  changeId: changeId.describe("Chosen by the sender. The same id is the same change, however often it is sent."),
  selector: selector.describe("The resources that are to be changed."),
  requestedAt: instant
    .optional()
    .describe(
      "When it was asked for; the time of the event when left out. Changes of a resource are made in this order.",
    ),
  deadline: instant
    .optional()
    .describe("When it has failed if it has not been carried out by then; an hour after requestedAt when left out."),
};

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: "must be sha256: and 64 hexadecimal digits" });
export const imageText = z
  .string()
  .max(512)
  .regex(/^[a-z0-9]([-._:/a-z0-9]*[a-z0-9])?(:\w[-.\w]{0,127})?(@sha256:[0-9a-f]{64})?$/, {
    error: "must be an image such as registry.example.com/orders:1.2 or registry.example.com/orders@sha256:…",
  });

export const redeployRequested = z
  .strictObject({
    ...common,
    image: imageText
      .optional()
      .describe("With a digest, or a tag and the digest beside it. A tag alone is resolved where its registry is ECR."),
    digest: digest.optional().describe("What the tag of image means: nobody has to look."),
    jarURI: z.string().min(1).max(2048).optional().describe("For spec.job.jarURI."),
    args: z.array(z.string()).max(1000).optional().describe("In place of spec.job.args."),
    flinkConfiguration: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .optional()
      .describe("Merged into spec.flinkConfiguration by whole dotted keys; null takes a key out."),
  })
  .refine(
    ({ image, jarURI, args, flinkConfiguration }) =>
      [image, jarURI, args, flinkConfiguration].some((by) => by !== undefined),
    {
      error:
        "must have at least one of image, jarURI, args and flinkConfiguration; to start the same again, ask for a restart",
    },
  )
  .refine(({ image, digest: given }) => given === undefined || (image !== undefined && !image.includes("@")), {
    path: ["digest"],
    error: "must stand beside an image that has none yet",
  })
  .describe("A new version is to run.");
export type RedeployRequested = z.output<typeof redeployRequested>;

export const restartRequested = z.strictObject(common).describe("The same is to be started again, with its state.");
export const suspendRequested = z.strictObject(common).describe("The job is to be stopped, its state kept.");
export const resumeRequested = z.strictObject(common).describe("A suspended job is to run again.");
export const savepointRequested = z.strictObject(common).describe("A savepoint is to be taken of the running job.");
export const rollbackRequested = z
  .strictObject(common)
  .describe(
    "Back to the spec that was stable last, or, where the present one is, to that before the last redeployment.",
  );

/** By the detail-type of their events. */
export const requests = {
  "redeploy.requested": redeployRequested,
  "restart.requested": restartRequested,
  "suspend.requested": suspendRequested,
  "resume.requested": resumeRequested,
  "savepoint.requested": savepointRequested,
  "rollback.requested": rollbackRequested,
} as const;
export type RequestType = keyof typeof requests;

export const isRequestType = (type: string): type is RequestType => Object.hasOwn(requests, type);
