import type { ResourcePlan } from "../../api/plan.ts";
import { type Moved, movedSince } from "./moved.ts";

/** Whether a planned resource may be carried out as it was planned. */
export type Applicable =
  | { readonly kind: "asPlanned"; readonly now: ResourcePlan }
  /** Nothing is written for it. */
  | { readonly kind: "moved"; readonly moved: readonly Moved[] }
  | { readonly kind: "blocked"; readonly because: string };

export const planKey = ({ cluster, kind, namespace, name }: ResourcePlan): string =>
  `${cluster} ${kind} ${namespace}/${name}`;

/** Each resource of a plan beside what would happen now. Jobs and the session cluster that they run on are carried out together, or not at all. */
export function applicable(
  planned: readonly ResourcePlan[],
  now: readonly ResourcePlan[],
): ReadonlyMap<string, Applicable> {
  const present = new Map(now.map((one) => [planKey(one), one]));
  const known = new Set(planned.map(planKey));
  const unplanned = now.filter((one) => !known.has(planKey(one))).map((one) => [one, beside(one)] as const);
  const moves = planned.map((one) => [one, movesOf(one, present.get(planKey(one)))] as const);
  const all = [...moves, ...unplanned];
  return new Map(
    planned.map((one) => {
      const group = all.filter(([other]) => isTogether(one, other));
      const moved = group.flatMap(([other, its]) => told(one, other, its));
      const itself = present.get(planKey(one));
      const others = group.flatMap(([other]) => present.get(planKey(other)) ?? []);
      return [planKey(one), judged(moved, itself, others)];
    }),
  );
}

function judged(moved: readonly Moved[], now: ResourcePlan | undefined, group: readonly ResourcePlan[]): Applicable {
  if (moved.length > 0 || now === undefined) return { kind: "moved", moved };
  const [because] = [now, ...group].flatMap((one) => blockedBy(one, now));
  return because === undefined ? { kind: "asPlanned", now } : { kind: "blocked", because };
}

const blockedBy = (one: ResourcePlan, now: ResourcePlan): readonly string[] =>
  one.blocked.map(({ reason, message }) => `${one === now ? "" : `${one.kind} ${one.name}: `}${reason}: ${message}`);

const movesOf = (planned: ResourcePlan, now: ResourcePlan | undefined): readonly Moved[] =>
  now === undefined ? [{ what: "resource", planned: "there", now: "not there" }] : movedSince(planned, now);

/** A session job that was not part of the plan, and would be by now. */
const beside = ({ effect }: ResourcePlan): readonly Moved[] => [
  { what: "resource", planned: "not part of the plan", now: effect },
];

function isTogether(one: ResourcePlan, other: ResourcePlan): boolean {
  if (planKey(one) === planKey(other)) return true;
  const isNear = one.cluster === other.cluster && one.namespace === other.namespace;
  return isNear && groupOf(one) === groupOf(other);
}

const groupOf = ({ sessionCluster, name }: ResourcePlan): string => sessionCluster ?? name;

const told = (one: ResourcePlan, other: ResourcePlan, moved: readonly Moved[]): readonly Moved[] =>
  one === other || planKey(one) === planKey(other)
    ? moved
    : moved.map((move) => ({ ...move, what: `${other.kind} ${other.name}: ${move.what}` }));
