import type { Circumstances } from "../circumstances.ts";
import type { RepairRules } from "../../../api/fleet/repair.ts";
import { type Instant, later, millis } from "../../time.ts";
import { quartzSchedule } from "../../snapshots/asked/quartzSchedule.ts";

const repairPolicies = ["now", "window", "never"] as const;
/** When differences are put right that need a restart: as soon as they are seen, in the next maintenance window, or by people only. */
type RepairPolicy = (typeof repairPolicies)[number];
type MaintenanceWindow = NonNullable<RepairRules["window"]>;

export const repairAnnotation = "flink-fleet/repair";

/** What holds for one resource. */
export interface Repairs {
  readonly restart: RepairPolicy;
  readonly window: MaintenanceWindow | undefined;
  /** The annotation says something that is no policy; nothing is restarted as long as it does. */
  readonly problem: string | undefined;
}

type Said = Pick<Circumstances, "defaults" | "repair">;

interface Named {
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * What is said the closest to the resource wins, each field by itself: its annotation, then the cluster, then the fleet, each with its namespaces first. Where nobody says anything, restarts wait for the maintenance window, and without one for people.
 */
export function repairsOf({ namespace, annotations }: Named, { defaults, repair }: Said): Repairs {
  const said = [repair, defaults.repair].flatMap((rules) => [rules?.namespaces[namespace] ?? {}, rules ?? {}]);
  const window = said.find((rule) => rule.window !== undefined)?.window;
  const ofFleet = said.find(({ restart }) => restart !== undefined)?.restart;
  const usual = ofFleet ?? (window === undefined ? "never" : "window");
  const written = annotations?.[repairAnnotation]?.trim();
  if (written === undefined) return { restart: usual, window, problem: undefined };
  const restart = repairPolicies.find((policy) => policy === written);
  if (restart !== undefined) return { restart, window, problem: undefined };
  const problem = `the annotation ${repairAnnotation} is "${written.slice(0, 40)}": it must be ${repairPolicies.join(", ")}`;
  return { restart: "never", window, problem };
}

/** Whether what needs a restart may be put right now. */
export function mayRestart({ restart, window }: Repairs, now: Instant): boolean {
  return restart === "now" || (restart === "window" && window !== undefined && isOpen(window, now));
}

/** For people: what becomes of a difference that needs a restart. Without times, so that it stays the same. */
export function repairsText({ restart, window, problem }: Repairs): string {
  if (problem !== undefined) return problem;
  if (restart === "now") return "it is made anew at once";
  if (restart === "never" || window === undefined) {
    return `nothing is restarted unless the annotation ${repairAnnotation} is now, or the fleet file allows it`;
  }
  return quartzSchedule(window.schedule) === undefined
    ? `the maintenance window never opens: "${window.schedule}" is no Quartz cron expression that is understood`
    : `it is made anew in the maintenance window (${window.schedule} UTC)`;
}

/** Its last time is no longer ago than it lasts. */
function isOpen({ schedule, duration }: MaintenanceWindow, now: Instant): boolean {
  const begun = quartzSchedule(schedule)?.next(later(now, millis(0 - duration)));
  return begun !== undefined && begun <= now;
}
