import type { ChangeNote } from "../../api/resources/changeNote.ts";

/** A change of which the end is known, in `status.fleet.changes.done`. */
export interface DoneChange {
  readonly id: string;
  readonly result: string;
  /** RFC 3339 */
  readonly at?: string | undefined;
}

/** Changes of one resource that may be on their way at the same time. */
export const mostPending = 20;

/** What is known of a change that was made before. */
export type Known = { readonly note: ChangeNote | undefined; readonly done: DoneChange | undefined };

export function knownChange(id: string, notes: readonly ChangeNote[], done: readonly DoneChange[]): Known | undefined {
  const note = notes.find((one) => one.id === id);
  const end = done.find((one) => one.id === id);
  return note === undefined && end === undefined ? undefined : { note, done: end };
}

export const pendingNotes = (notes: readonly ChangeNote[], done: readonly DoneChange[]): readonly ChangeNote[] =>
  notes.filter(({ id }) => !done.some((one) => one.id === id));
