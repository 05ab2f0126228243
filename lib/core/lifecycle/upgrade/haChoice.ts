import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";

/**
 * The next cluster can go on from the HA metadata of this one. In ZooKeeper we cannot look, and the job may only go on as it was: a JobManager that
 * may come back is waited for.
 */
export const keepsHa = ({ haInBoth, ha, seen, job }: Facts): boolean =>
  haInBoth && (typeof ha === "object" || (seen.ha.kind === "elsewhere" && job.kind === "gone"));

export const fromHa = (why: string): Choice => ({
  kind: "stopped",
  upgradeMode: "last-state",
  because: `${why}: going on from the last checkpoint of the HA metadata`,
});

export const mayFallBack = (options: Facts["options"]): boolean =>
  operatorOption(options, "job.upgrade.last-state-fallback.enabled");
