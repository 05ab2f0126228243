import { operatorOption } from "../../configuration/operatorOption.ts";
import type { Choice } from "./choice.ts";
import type { Facts } from "./facts.ts";

/** The next cluster can go on from the HA metadata of this one. In ZooKeeper we cannot look: there Flink fails where there is none. */
export const keepsHa = ({ haInBoth, ha, seen }: Facts): boolean =>
  haInBoth && (seen.ha.kind === "elsewhere" || typeof ha === "object");

export const fromHa = (why: string): Choice => ({
  kind: "stopped",
  upgradeMode: "last-state",
  because: `${why}: going on from the last checkpoint of the HA metadata`,
});

export const mayFallBack = (options: Facts["options"]): boolean =>
  operatorOption(options, "job.upgrade.last-state-fallback.enabled");
