import * as z from "zod";
import { externalId, region, roleArn } from "./aws.ts";
import { scope } from "./scope.ts";
import { strict } from "./strict.ts";

const account = strict({
  roleArn: roleArn.describe("The role to assume there, for looking and for working."),
  externalId: externalId.optional().describe("The external id that roleArn asks for."),
});

/** Every EKS cluster with all of these tags, in these accounts and regions, is part of the fleet. */
export const discovery = strict({
  tags: z
    .record(z.string().min(1), z.string())
    .refine((tags) => Object.keys(tags).length > 0, {
      error: "must name at least one tag, for example flink-fleet: enabled",
    })
    .describe("Key and value; an empty value means any."),
  regions: z.array(region).min(1).describe("Where to look."),
  accounts: z.array(account).default([]).describe("Where to look; only the process's own account when empty."),
  ...scope,
});
export type Discovery = z.output<typeof discovery>;
