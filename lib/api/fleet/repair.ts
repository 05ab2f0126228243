import * as z from "zod";
import { duration } from "../duration.ts";
import { strict } from "./strict.ts";

const quartz = z.string().regex(/^\s*\S+(\s+\S+){5,6}\s*$/, {
  error: "must be a Quartz cron expression of six or seven fields, seconds first, for example 0 0 2 ? * SUN",
});

const rule = {
  restart: z
    .enum(["now", "window", "never"], { error: "must be now, window or never" })
    .optional()
    .describe(
      "When hand edits are put right that need a restart: at once, in the maintenance window, or by people only.",
    ),
  window: strict({
    schedule: quartz.describe("When it opens: a Quartz cron expression, in UTC."),
    duration: duration.describe("For how long; milliseconds when read."),
  })
    .optional()
    .describe("The maintenance window, in which restarts do no harm."),
};

/** What is done about hand edits that need a restart, as a fleet or a cluster says it. */
export const repair = strict({
  ...rule,
  namespaces: z.record(z.string().min(1), strict(rule)).default({}).describe("What differs from it in a namespace."),
});
export type RepairRules = z.output<typeof repair>;
