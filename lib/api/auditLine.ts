import * as z from "zod";

const text = z.string().optional().catch(undefined);
const owner = z.looseObject({ kind: text, name: text });
const body = z
  .looseObject({
    metadata: z
      .looseObject({ ownerReferences: z.array(owner).optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

/** A line of the audit log (audit.k8s.io/v1 Event), as far as it is read. Of what it does not hold nothing is told. */
export const auditLine = z.looseObject({
  stage: text,
  verb: text,
  user: z.looseObject({ username: text, groups: z.array(z.string()).optional().catch(undefined) }),
  objectRef: z.looseObject({
    resource: z.string(),
    namespace: z.string(),
    name: text,
    apiGroup: text,
    subresource: text,
  }),
  responseStatus: z.looseObject({ code: z.int() }).optional().catch(undefined),
  responseObject: body,
});
export type AuditLine = z.output<typeof auditLine>;

/** What CloudWatch Logs sends to a subscriber, once it is unpacked. */
export const logBatch = z.looseObject({
  messageType: z.string(),
  /** The account of the log group. */
  owner: z.string(),
  logGroup: z.string(),
  logEvents: z.array(z.looseObject({ message: z.string() })),
});
