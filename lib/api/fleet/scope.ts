import * as z from "zod";
import { charge } from "../charge.ts";
import { duration } from "../duration.ts";
import { repair } from "./repair.ts";
import { strict } from "./strict.ts";
import { zoneName } from "./zoneName.ts";

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const namespace = z.string().regex(dnsLabel, {
  error: "must be a namespace: small letters, digits and dashes, at most 63",
});

/** kubectl's -l: `team=orders,tier in (a, b),!old`. */
const requirement = /^\s*(!\s*[\w./-]+|[\w./-]+(\s*(=|==|!=)\s*[\w.-]*|\s+(in|notin)\s*\([\w.,\s-]*\))?)\s*$/;
const labelSelector = z.string().refine((text) => text.split(/,(?![^(]*\))/).every((part) => requirement.test(part)), {
  error: "must be a label selector as kubectl takes it, for example team=orders,tier in (a, b)",
});

const limits = strict({
  parallelism: z.int().min(1).max(100).default(10).describe("Resources that are looked at at the same time."),
  callsInFlight: z.int().min(1).max(19).default(15).describe("Requests to the cluster's API at the same time."),
  deadline: duration.prefault("4m").describe("For one look at all resources of the cluster; milliseconds when read."),
  resourceDeadline: duration.prefault("30s").describe("For one look at one resource; milliseconds when read."),
});

/** Which part of a cluster is ours to look after, from where, and how hard it may be asked. */
export const scope = {
  namespaces: z.array(namespace).default([]).describe("Only these namespaces. All of them when empty."),
  labelSelector: labelSelector.optional().describe("Only resources with these labels, as in kubectl's -l."),
  limits: limits.prefault({}).describe("How hard the cluster may be asked."),
  repair: repair
    .optional()
    .describe("What is done about hand edits that need a restart, where that is not what the fleet does."),
  charge: charge
    .default("operate")
    .describe("What is done for resources without the annotation flink-fleet/charge: observe, shadow or operate."),
  namespaceCharges: z
    .record(namespace, charge)
    .default({})
    .describe("The same for single namespaces, by their names: goes before charge."),
  zone: zoneName.default("default").describe("The network zone whose worker reaches the cluster."),
};
