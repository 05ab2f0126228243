import type { DecisionNote } from "../../api/resources/decisionNote.ts";

/** How many decisions are kept. */
export const mostNotes = 20;
/** UTF-8 bytes of all of them as JSON: a status is read by every look. */
export const mostBytes = 3000;

/** The journal's notes with one more, the newest last. What is decided once more is counted, and the oldest are forgotten. */
export function notesAfter(before: readonly DecisionNote[], note: DecisionNote): readonly DecisionNote[] {
  const last = before.at(-1);
  const notes =
    last !== undefined && isRepeated(last, note) ? [...before.slice(0, -1), counted(last, note)] : [...before, note];
  return fitting(notes.slice(-mostNotes));
}

/** Whether it says nothing but what was said last; only a wait can be quiet. */
export function isRepeated(last: DecisionNote, note: DecisionNote): boolean {
  const fields = ["rule", "because", "act", "generation", "obstacle"] as const;
  return note.act === "wait" && fields.every((field) => last[field] === note[field]);
}

const counted = (last: DecisionNote, note: DecisionNote): DecisionNote => ({
  ...note,
  at: last.at,
  times: (last.times ?? 1) + 1,
  until: note.at,
});

function fitting(notes: readonly DecisionNote[]): readonly DecisionNote[] {
  let kept = notes;
  while (kept.length > 0 && bytesOf(JSON.stringify(kept)) > mostBytes) kept = kept.slice(1);
  return kept;
}

/** A character counts for one to four bytes, and a half of a pair for three, as what stands in for it. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
