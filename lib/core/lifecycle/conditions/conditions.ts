import type { Condition } from "../../../api/resources/common.ts";
import type { Instant } from "../../time.ts";
import { degraded } from "./degraded.ts";
import { drifted } from "./drifted.ts";
import type { Basis, Finding } from "./finding.ts";
import { progressing } from "./progressing.ts";
import { ready } from "./ready.ts";
import { running } from "./running.ts";
import { stamped } from "./stamped.ts";

const judges: Readonly<Record<string, (basis: Basis) => Finding | undefined>> = {
  Running: running,
  Ready: ready,
  Progressing: progressing,
  Degraded: degraded,
  Drifted: drifted,
};

/** All conditions of a FlinkDeployment. A time changes only when a status flips; messages hold no times and no random names. */
export function conditions(basis: Basis, now: Instant): Condition[] {
  const { seen, after } = basis;
  const { metadata, status } = seen.resource;
  const { generation } = metadata;
  return Object.entries(judges).flatMap(([type, judge]) => {
    const finding = judge(basis);
    // What is wrong may be wrong with the newest spec; the others speak of what is deployed.
    const observedGeneration = type === "Degraded" ? generation : (after.observedGeneration ?? generation);
    return finding === undefined ? [] : [stamped({ type, observedGeneration }, finding, status.conditions, now)];
  });
}
