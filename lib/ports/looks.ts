import type { LookNote } from "../core/sweeping/lookNote.ts";

export type { LookNote } from "../core/sweeping/lookNote.ts";

/** Throws `Faulted`. */
export interface Looks {
  all(): Promise<readonly LookNote[]>;
  /** Of each shard of one spoke. */
  of(spoke: string): Promise<readonly LookNote[]>;
  /** In place of what was noted of this shard. */
  note(note: LookNote): Promise<void>;
}
