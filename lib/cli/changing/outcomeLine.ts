import type { Terminal } from "../terminal.ts";
import type { FieldChange } from "./fieldChanges.ts";
import { isGood, type Outcome, type Place, placeText } from "./outcome.ts";

/** One line on one resource, or one for each field that would change. */
export function outcomeLines(one: Outcome, action: string, { style }: Terminal): string {
  const colour = isGood(one) ? "green" : "red";
  return `${placeText(one)}: ${action} ${style(colour, wordOf(one))}${restOf(one)}`;
}

function wordOf(one: Outcome): string {
  return one.outcome === "wouldChange" ? "would be made" : one.outcome;
}

function restOf(one: Outcome): string {
  if ("because" in one && one.because !== undefined) return `: ${one.because}`;
  if (one.outcome === "wouldChange") return wouldChange(one);
  if (one.outcome === "accepted") return isUnchanged(one) ? ": there was nothing to change" : "";
  return ends[one.outcome](one);
}

type End = Exclude<Outcome["outcome"], "wouldChange" | "accepted">;

const ends: Readonly<Record<End, (place: Place) => string>> = {
  refused: () => "",
  succeeded: () => "",
  unchanged: () => "",
  superseded: () => ": something else was asked for before it was carried out",
  failed: ({ namespace, resource }) => `: flink-fleet status ${namespace}/${resource} says why`,
};

const isUnchanged = ({ from, to }: Extract<Outcome, { readonly outcome: "accepted" }>): boolean =>
  from !== undefined && from.generation === to?.generation;

function wouldChange({ changes, creates }: Extract<Outcome, { readonly outcome: "wouldChange" }>): string {
  if (creates !== undefined) return `: creates a ${creates}`;
  if (changes.length === 0) return ": there is nothing to change";
  return `\n${changes.map(fieldLine).join("\n")}`;
}

const fieldLine = ({ field, from, to }: FieldChange): string => `  ${field}: ${shown(from)} → ${shown(to)}`;

const shown = (value: unknown): string => (value === undefined ? "(none)" : JSON.stringify(value));
