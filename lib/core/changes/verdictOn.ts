import type { ChangeNote } from "../../api/resources/changeNote.ts";
import { carriedOut } from "./carriedOut.ts";
import { deleted } from "./deleted.ts";
import { failedForGood } from "./failedForGood.ts";
import type { Judged, Verdict, VerdictRule } from "./judged.ts";
import { overdue } from "./overdue.ts";
import { overtaken } from "./overtaken.ts";
import { refused } from "./refused.ts";
import { rolledBack } from "./rolledBack.ts";
import { savepointTaken } from "./savepointTaken.ts";
import { unchanged } from "./unchanged.ts";

/** The first with something to say wins. */
const ofSpecs: readonly VerdictRule[] = [
  unchanged,
  carriedOut,
  overtaken,
  deleted,
  refused,
  rolledBack,
  failedForGood,
  overdue,
];
const ofSavepoints: readonly VerdictRule[] = [savepointTaken, deleted, overdue];

/** What has become of a change; `undefined`: it is on its way. */
export function verdictOn(note: ChangeNote, judged: Judged): Verdict | undefined {
  const rules = note.snapshot === undefined ? ofSpecs : ofSavepoints;
  for (const rule of rules) {
    const verdict = rule(note, judged);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
