import type { DecisionNote } from "../../api/resources/decisionNote.ts";
import type { Journal } from "../../api/resources/journal.ts";
import { sortedJson } from "../lifecycle/spec/sortedJson.ts";

interface Status {
  readonly fleet?: Journal | undefined;
}

/** A status with the journal's notes as they are to be, where anything else in it is news; else with those that it has: nothing is written for them alone. */
export function withNotes<S extends Status>(before: Status, after: S, notes: () => readonly DecisionNote[]): S {
  const { notes: kept, rest: found } = split(before);
  const { rest } = split(after);
  const decisions = sortedJson(found) === sortedJson(rest) ? kept : [...notes()];
  if (decisions === undefined) return after.fleet?.decisions === undefined ? after : rest;
  return { ...rest, fleet: { ...rest.fleet, decisions } };
}

/** A journal of nothing but notes is as good as none. */
function split<S extends Status>(status: S): { readonly notes: DecisionNote[] | undefined; readonly rest: S } {
  if (status.fleet?.decisions === undefined) return { notes: undefined, rest: status };
  const { decisions, ...journal } = status.fleet;
  const { fleet: _journal, ...rest } = status;
  return { notes: decisions, rest: (Object.keys(journal).length === 0 ? rest : { ...rest, fleet: journal }) as S };
}
