import * as z from "zod";

/** Of a network zone, for the fleet file and the stack alike: what a zone has in AWS is named after it. */
export const zoneName = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,22}[a-z0-9])?$/, {
  error: "must be the name of a network zone: small letters, digits and dashes, at most 24",
});
