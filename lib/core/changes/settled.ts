import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangesJournal, ChangesProgress, FrozenReceipt } from "../../api/resources/changesJournal.ts";
import type { Instant } from "../time.ts";
import type { Verdict } from "./judged.ts";
import { receiptOf } from "./receiptOf.ts";

/** How many are remembered, and how many wait to be told at most: the oldest go first. */
const most = 20;

export interface Settling {
  /** All that are on the resource. */
  readonly notes: readonly ChangeNote[];
  /** Of them: not told of yet. */
  readonly open: readonly ChangeNote[];
  readonly progress: ChangesProgress;
  readonly verdictOn: (note: ChangeNote) => Verdict | undefined;
  readonly now: Instant;
}

/** The journal with the receipts of all that has come to its end, frozen. Nothing is measured any more once nothing is on its way. */
export function settled(journal: ChangesJournal, { notes, open, progress, verdictOn, now }: Settling): ChangesJournal {
  const receipts = open.flatMap((note) => {
    const verdict = verdictOn(note);
    return verdict === undefined ? [] : [receiptOf(note, verdict, progress, now)];
  });
  const isOpen = receipts.length < open.length;
  return {
    done: remembered([...journal.done, ...receipts.map(doneOf)], notes),
    outbox: [...journal.outbox, ...receipts].slice(-most),
    ...(isOpen && Object.keys(progress).length > 0 ? { progress } : {}),
  };
}

const doneOf = ({
  changeId: id,
  result,
  completedAt: at,
  requestedAt,
}: FrozenReceipt): ChangesJournal["done"][number] => ({
  id,
  result,
  at,
  ...(requestedAt === undefined ? {} : { requestedAt }),
});

/** One whose note is still there would be taken for open if it were forgotten. */
function remembered(done: ChangesJournal["done"], notes: readonly ChangeNote[]): ChangesJournal["done"] {
  const noted = new Set(notes.map(({ id }) => id));
  return done.filter(({ id }, index) => index >= done.length - most || noted.has(id));
}
