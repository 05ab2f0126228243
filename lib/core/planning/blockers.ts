import type { ResourcePlan } from "../../api/plan.ts";
import type { Fault } from "../fault.ts";
import type { Course } from "./course.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

type Blocked = ResourcePlan["blocked"][number];

/** What keeps it from being carried out to its end. */
export function blockers({ decisions, fault, settled, writes, before, wanted }: Course): readonly Blocked[] {
  if (fault !== undefined) return [{ reason: reasons[fault.kind], message: faultText(fault) }];
  const last = decisions.at(-1);
  if (last === undefined) return [];
  const { plan } = last.decision;
  const blocked = (reason: string, message: string): readonly Blocked[] => [withoutSecrets({ reason, message }, last)];
  if (plan.obstacle !== undefined) return blocked(plan.obstacle.reason, plan.obstacle.message);
  if (plan.act === "leave") return blocked("NotOurs", plan.because);
  // What is on its way anyhow keeps nobody from anything.
  const isAsked = writes.length > 0 || before !== wanted;
  const isDone = settled && plan.step === undefined;
  return isDone || !isAsked ? [] : blocked("Waiting", plan.because);
}

const reasons: Readonly<Record<Fault["kind"], string>> = {
  missing: "Missing",
  denied: "NoRights",
  unavailable: "CannotBeLookedAt",
  conflict: "Changing",
  rejected: "Rejected",
};

/** Of a plan that does not know what would be done for the resource: what it says of it is no more than a guess. */
export const isUnseen = ({ blocked }: Pick<ResourcePlan, "blocked">): boolean =>
  blocked.some(({ reason }) => Object.values(reasons).includes(reason));

const faultText = (fault: Fault): string =>
  fault.kind === "missing" ? `${fault.what} is not there` : `${fault.what}: ${fault.because}`;
