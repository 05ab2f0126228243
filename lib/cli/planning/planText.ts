import type { FleetPlan, PlannedChange, PlannedObject, ResourcePlan } from "../../api/plan.ts";
import { placesText } from "../../core/lifecycle/drift/driftText.ts";
import { changesSomething } from "../../core/planning/totals.ts";
import { type Instant, millis, parsedInstant, since } from "../../core/time.ts";
import { age } from "../age.ts";
import type { Terminal } from "../terminal.ts";

type Style = Terminal["style"];

const titles: Readonly<Record<ResourcePlan["effect"], string>> = {
  none: "no change",
  start: "is started",
  restart: "is restarted",
  stop: "is stopped",
  inPlace: "is changed while it runs",
  record: "is changed, and nothing has to be done for it",
  delete: "is deleted",
};

/** What an effect is called. */
export const effectText = ({ effect, blocked }: Pick<ResourcePlan, "effect" | "blocked">): string =>
  effect === "none" && blocked.length > 0 ? "nothing is done" : titles[effect];

/** A plan for people: what changes, field by field, and the sum of it. */
export function planText(plan: FleetPlan, now: Instant, style: Style): string {
  const [changed, rest] = [plan.resources.filter(isTold), plan.resources.filter((one) => !isTold(one))];
  const parts = changed.map((one) => resourceText(one, now, style));
  const unchanged = rest.length === 0 ? [] : [style("dim", `${countText(rest.length, "resource")}: no change`)];
  return [...parts, ...unchanged, totalsText(plan)].join("\n\n");
}

export const isTold = (one: ResourcePlan): boolean =>
  changesSomething(one) || one.blocked.length > 0 || one.drift.length > 0;

export const placeText = ({ cluster, namespace, name, kind }: ResourcePlan): string =>
  `${cluster} ${namespace}/${name}${kind === "FlinkSessionJob" ? " (session job)" : ""}`;

const colours = { start: "green", restart: "yellow", stop: "red", delete: "red" } as const;

function resourceText(one: ResourcePlan, now: Instant, style: Style): string {
  const colour = one.effect in colours ? colours[one.effect as keyof typeof colours] : "cyan";
  const facts = factsOf(one, now).map(([name, text]) => `  ${`${name}:`.padEnd(10)} ${text}`);
  const blocked = one.blocked.map(({ reason, message }) => style("red", `  blocked:   ${reason}: ${message}`));
  const spec = one.spec.length === 0 ? [] : [`  ${one.kind}`, ...one.spec.map((change) => changeText(change, style))];
  const objects = one.objects.flatMap((object) => objectText(object, style));
  const title = style(["bold", colour], `${placeText(one)} ${effectText(one)}`);
  return [title, ...facts, ...blocked, ...spec, ...objects].join("\n");
}

/** What is known of it in words, each under its name. */
export function factsOf(one: ResourcePlan, now: Instant): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string | undefined])[] = [
    ["because", one.because === "" ? undefined : one.because],
    ["state", stateText(one, now)],
    ["downtime", downtimeText(one)],
    ["slots", one.slots.from === one.slots.to ? undefined : `${one.slots.from} → ${one.slots.to}`],
    ["in Flink", flinkText(one)],
    ...driftTexts(one.drift).map((text) => ["drift", text] as const),
  ];
  return facts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function stateText({ state }: ResourcePlan, now: Instant): string | undefined {
  if (state === undefined) return undefined;
  const { from, path, at, verified, moves } = state;
  if (from === "nothing") return "none: it begins anew";
  if (from === "newSavepoint") return "a savepoint that is taken when it is stopped";
  const old = at === undefined ? "" : `, ${age(since(parsedInstant(at), now))} old`;
  const told = verified === undefined ? "" : verified ? ", verified" : ", not verified";
  const newest = moves && path !== undefined ? "now the newest is " : "";
  const kind = { savepoint: "savepoint", checkpoint: "checkpoint", lastState: "its last state" }[from];
  return path === undefined ? kind : `${kind}: ${newest}${path}${old}${told}`;
}

function downtimeText({ effect, downtimeSeconds }: ResourcePlan): string | undefined {
  if (effect !== "restart") return undefined;
  return downtimeSeconds === undefined
    ? "not known: no restart of it is on record"
    : `about ${age(millis(downtimeSeconds * 1000))}, as its last restart took`;
}

/** One line for all of which the same becomes. */
function driftTexts(drift: ResourcePlan["drift"]): readonly string[] {
  const alike = Map.groupBy(drift, ({ becomes }) => becomes);
  return [...alike].map(([becomes, these]) => `others have changed ${placesText(these)}: ${becomes}`);
}

function flinkText({ writes }: ResourcePlan): string | undefined {
  const verbs = writes.filter(({ object }) => object.startsWith("Flink ")).map(({ verb }) => verb);
  return verbs.length === 0 ? undefined : verbs.join(", ");
}

const signs = { create: "+", change: "~", replace: "±", delete: "-" } as const;
const signColours = { create: "green", change: "yellow", replace: "yellow", delete: "red" } as const;

function objectText({ object, does, changes, collapsed }: PlannedObject, style: Style): readonly string[] {
  if (does === "change" && changes.length === 0) return [];
  const ids = collapsed === 0 ? "" : style("dim", ` (${countText(collapsed, "id")} chosen when it is carried out)`);
  return [
    `  ${style(signColours[does], signs[does])} ${object}${ids}`,
    ...changes.map((change) => changeText(change, style)),
  ];
}

function changeText({ path, from, to }: PlannedChange, style: Style): string {
  if (from === undefined) return style("green", `    + ${path}: ${to ?? ""}`);
  return to === undefined ? style("red", `    - ${path}: ${from}`) : style("yellow", `    ~ ${path}: ${from} → ${to}`);
}

export const countText = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** One line on the whole fleet. */
export function totalsText({ totals, failures }: FleetPlan): string {
  const { changed, starts, restarts, stops, blocked, clusters, slots } = totals;
  if (changed === 0 && blocked === 0 && failures.length === 0) return "No changes.";
  const parts = [
    `${countText(changed, "resource")} to change in ${countText(clusters, "cluster")}`,
    countText(restarts, "restart"),
    ...(starts === 0 ? [] : [countText(starts, "start")]),
    ...(stops === 0 ? [] : [countText(stops, "stop")]),
    ...(slots.from === slots.to ? [] : [`slots ${slots.from} → ${slots.to}`]),
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
    ...(failures.length === 0 ? [] : [`${countText(failures.length, "cluster")} not looked at`]),
  ];
  return `Plan: ${parts.join(", ")}.`;
}
