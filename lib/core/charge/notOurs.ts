import type { Charge } from "../../api/charge.ts";
import { chargeAnnotation } from "./chargeOf.ts";

/** Why nothing may be asked of a resource in this charge. */
export const notOurs = (charge: Charge): string | undefined =>
  charge === "operate"
    ? undefined
    : `flink-fleet is not in charge of it (${chargeAnnotation}: ${charge}): ask whoever operates it, or take it over with flink-fleet adopt`;
