import type { Condition } from "../../../api/resources/common.ts";
import type { Instant } from "../../time.ts";
import { rfc3339 } from "../../time.ts";
import { degraded } from "./degraded.ts";
import type { Basis } from "./finding.ts";
import { progressing } from "./progressing.ts";
import { ready } from "./ready.ts";
import { running } from "./running.ts";

const judges = { Running: running, Ready: ready, Progressing: progressing, Degraded: degraded };

/** All conditions of a FlinkDeployment. A time changes only when a status flips; messages hold no times and no random names. */
export function conditions(basis: Basis, now: Instant): Condition[] {
  const { seen, after } = basis;
  const { metadata, status } = seen.resource;
  const { generation } = metadata;
  return Object.entries(judges).map(([type, judge]) => {
    const finding = judge(basis);
    const before = status.conditions.find((condition) => condition.type === type);
    return {
      type,
      ...finding,
      // What is wrong may be wrong with the newest spec; the others speak of what is deployed.
      observedGeneration: type === "Degraded" ? generation : (after.observedGeneration ?? generation),
      lastTransitionTime: before?.status === finding.status ? before.lastTransitionTime : rfc3339(now),
    };
  });
}
