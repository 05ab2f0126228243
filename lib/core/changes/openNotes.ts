import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangesJournal } from "../../api/resources/changesJournal.ts";
import { minutes, parsedInstant, since } from "../time.ts";

/** Clocks differ, and Kubernetes counts in whole seconds. */
const tolerance = minutes(1);

/** The changes of which nobody has told yet what became of them, each once. */
export function openNotes(
  notes: readonly ChangeNote[],
  journal: ChangesJournal | undefined,
  created: string | undefined,
): readonly ChangeNote[] {
  const known = new Set((journal?.done ?? []).map(({ id }) => id));
  return notes.filter((note) => {
    if (known.has(note.id) || isFromBackup(note, created)) return false;
    known.add(note.id);
    return true;
  });
}

/** It is older than its resource: it was made on the one that was there before. */
export const isFromBackup = ({ at }: ChangeNote, created: string | undefined): boolean =>
  created !== undefined && since(parsedInstant(at), parsedInstant(created)) > tolerance;
