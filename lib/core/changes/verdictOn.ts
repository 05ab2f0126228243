import type { ChangeNote } from "../../api/resources/changeNote.ts";
import { carriedOut } from "./carriedOut.ts";
import { deleted } from "./deleted.ts";
import { failedForGood } from "./failedForGood.ts";
import type { Judged, Verdict } from "./judged.ts";
import { overdue } from "./overdue.ts";
import { overtaken } from "./overtaken.ts";
import { refused } from "./refused.ts";
import { rolledBack } from "./rolledBack.ts";
import { unchanged } from "./unchanged.ts";

/** What has become of a change; `undefined`: it is on its way. The first rule with something to say wins. */
export const verdictOn = (note: ChangeNote, judged: Judged): Verdict | undefined =>
  unchanged(note, judged) ??
  carriedOut(note, judged) ??
  overtaken(note, judged) ??
  deleted(note, judged) ??
  refused(note, judged) ??
  rolledBack(note, judged) ??
  failedForGood(note, judged) ??
  overdue(note, { conditions: judged.after.conditions, now: judged.now });
