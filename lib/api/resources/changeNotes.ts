import { type ChangeNote, changeNote, changesAnnotation } from "./changeNote.ts";

/** The notes on a resource, the oldest first. What is no note, because a hand was at it, says nothing. */
export function changeNotes(annotations: Readonly<Record<string, string>> | undefined): readonly ChangeNote[] {
  const text = annotations?.[changesAnnotation];
  if (text === undefined) return [];
  const listed = parsed(text);
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((one) => {
    const read = changeNote.safeParse(one);
    return read.success ? [read.data] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
