import type { DecisionNote } from "../../api/resources/decisionNote.ts";
import type { BriefRecord } from "./decisionRecord.ts";

const longest = { because: 160, changed: 80, refused: 100, path: 200 };

/** What the journal keeps of a record: what people need to know in a few weeks, since each look reads it. The log has all of it. */
export function noteOf(record: BriefRecord): DecisionNote {
  const { at, rule, because, act, does, claim, obstacle, next, resource } = record;
  const from = claim?.from;
  return withoutGaps({
    at: toSecond(at),
    rule,
    because: cut(shortPaths(because), longest.because),
    act,
    does,
    generation: resource.generation,
    changed: changedBy(record),
    from: from === undefined ? undefined : cut(from, longest.path),
    obstacle: obstacle?.reason,
    refused: refusalOf(record),
    next: act !== "wait" || next === "on schedule" ? undefined : Math.round(next),
  });
}

const toSecond = (at: string): string => at.replace(/\.\d+Z$/, "Z");

/** Where a state lies is told where a job is started from it. */
const shortPaths = (text: string): string => text.replaceAll(/[a-z][a-z0-9+.-]*:\/\/\S*\/([^\s/]+)/gi, "…/$1");

/** Told once, by the rule that acts upon it: it differs for as long as the change is on its way. */
const changedBy = ({ rule, act, facts: { changed } }: BriefRecord): string | undefined =>
  rule !== "changing" || act === "wait" || changed.length === 0 ? undefined : cut(changed.join(", "), longest.changed);

const refusalOf = ({ outcome }: BriefRecord): string | undefined =>
  outcome.kind === "refused" ? cut(outcome.because, longest.refused) : undefined;

/** What is left out is not written: it is one status of many. */
const withoutGaps = (note: DecisionNote): DecisionNote =>
  Object.fromEntries(Object.entries(note).filter(([, value]) => value !== undefined)) as DecisionNote;

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
