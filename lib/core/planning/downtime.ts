import type { DecisionNote } from "../../api/resources/decisionNote.ts";
import type { Journal } from "../../api/resources/journal.ts";
import { parsedInstant, since } from "../time.ts";

/**
 * How long the last restart of this very resource took, in seconds, from when its job was stopped until it was seen to run again, as the
 * notes of its decisions tell. `undefined` where they tell of none.
 */
export const lastDowntime = (journal: Journal | undefined): number | undefined =>
  downtimes(journal?.decisions ?? []).at(-1);

function downtimes(notes: readonly DecisionNote[]): readonly number[] {
  let stopped: string | undefined;
  let isStarted = false;
  const found: number[] = [];
  for (const note of notes) {
    if (isStop(note)) stopped ??= note.at;
    isStarted ||= stopped !== undefined && note.act === "create";
    if (!isStarted || stopped === undefined || !isUp(note)) continue;
    found.push(Math.max(0, Math.round(since(parsedInstant(stopped), parsedInstant(note.at)) / 1000)));
    stopped = undefined;
    isStarted = false;
  }
  return found;
}

/** Settled, with nothing in its way: what is waited for has a time of its next look. */
const isUp = ({ rule, next, obstacle }: DecisionNote): boolean =>
  rule === "settling" && next === undefined && obstacle === undefined;

const isStop = ({ act, does }: DecisionNote): boolean => act === "stop" || (act === "turn" && does === "stopped");
