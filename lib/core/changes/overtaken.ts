import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { Judged, Verdict, VerdictRule } from "./judged.ts";
import { isDeployedStill } from "./standing.ts";

/**
 * The spec has moved on before this one was seen to be stable. As long as it is what was deployed last, and nothing else has been begun,
 * it may still come up.
 */
export const overtaken: VerdictRule = (note, judged) => {
  const { generation } = note.to;
  if (isDeployedStill(generation, judged)) return undefined;
  return byNote(note, judged) ?? byHand(generation, judged);
};

function byNote({ to }: ChangeNote, { notes }: Judged): Verdict | undefined {
  const newer = notes.find((one) => one.to.generation > to.generation && one.to.generation > one.from.generation);
  if (newer === undefined) return undefined;
  return { result: "superseded", supersededBy: newer.id, cause: `change ${newer.id} came before it was carried out` };
}

/** A deletion is counted as a generation as well. */
function byHand(generation: number, { resource: { metadata } }: Judged): Verdict | undefined {
  if (metadata.deletionTimestamp !== undefined || metadata.generation <= generation) return undefined;
  return { result: "superseded", cause: "the spec was edited again before it was carried out" };
}
