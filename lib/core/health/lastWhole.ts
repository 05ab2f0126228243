import { type LookNote, presentNotes } from "../sweeping/lookNote.ts";

/**
 * Of the notes of one spoke those of the last time that all of it was looked at well, into however many shards it was split then. Where
 * it never was: those of the shards that it is split into now.
 */
export function lastWhole(notes: readonly LookNote[]): readonly LookNote[] {
  const bySplit = [...Map.groupBy(notes, ({ shard }) => shard.of).values()];
  const [newest] = bySplit.filter(isWhole).toSorted((a, b) => worst(b) - worst(a));
  return newest ?? presentNotes(notes);
}

const isWhole = (notes: readonly LookNote[]): boolean =>
  notes.length === notes[0]?.shard.of && notes.every(({ lastGood }) => lastGood !== undefined);

/** When the shard was looked at well whose last good look is longest ago. */
const worst = (notes: readonly LookNote[]): number => Math.min(...notes.map(({ lastGood = 0 }) => lastGood));
