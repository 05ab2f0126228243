import * as z from "zod";
import { artifacts } from "./fleet/artifacts.ts";
import { cluster } from "./fleet/cluster.ts";
import { discovery } from "./fleet/discovery.ts";
import { repair } from "./fleet/repair.ts";
import { strict } from "./fleet/strict.ts";
import { triggers } from "./fleet/triggers.ts";

const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,98}[a-z0-9])?$/);

/** What holds for every resource that does not say otherwise. */
const defaults = strict({
  flinkConfiguration: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      "Flink's configuration, flat or nested; with kubernetes.operator.default-configuration.namespace.NAME.KEY for one " +
        "namespace, and kubernetes.operator.default-configuration.flink-version.v1_19+.KEY for versions of Flink.",
    ),
  logConfiguration: strict({
    "log4j-console.properties": z.string().optional(),
    "logback-console.xml": z.string().optional(),
  })
    .default({})
    .describe("Log settings as files, for resources without their own."),
  repair: repair.optional().describe("What is done about hand edits that need a restart."),
});

/** `fleet.yaml`: the clusters, how to reach each, and what holds for all of them. */
export const fleetFile = strict({
  clusters: z
    .record(z.string(), cluster)
    .superRefine((clusters, context) => {
      for (const key of Object.keys(clusters).filter((each) => !name.safeParse(each).success)) {
        context.addIssue({
          code: "custom",
          path: [key],
          message: "must have a name of small letters, digits, dots and dashes, at most 100",
        });
      }
    })
    .default({})
    .describe("By the name that they have in logs, tables and metrics."),
  discovery: z.array(discovery).default([]).describe("EKS clusters that are found by tag."),
  defaults: defaults.prefault({}).describe("For every resource that does not say otherwise."),
  artifacts: artifacts.prefault({}).describe("Where jars of session jobs may come from."),
  triggers: triggers.prefault({}).describe("Who may change what by events, and which events of AWS change what."),
}).refine(({ clusters, discovery: rules }) => Object.keys(clusters).length + rules.length > 0, {
  error: "must have at least one cluster under clusters, or one rule under discovery",
});
export type FleetFile = z.output<typeof fleetFile>;
