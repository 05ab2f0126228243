import type { Fault } from "../fault.ts";
import { type LookNote, presentNotes } from "../sweeping/lookNote.ts";

/** A spoke of which the last look failed; where it is split, that at one of its shards. */
export interface FailingSpoke {
  readonly spoke: string;
  readonly fault: Fault["kind"];
  readonly because: string;
  /** In a row. */
  readonly failures: number;
}

/** Those that time may cure are last, so that who reads only the beginning has those that need somebody. */
export function failing(notesBySpoke: readonly (readonly LookNote[])[]): readonly FailingSpoke[] {
  return notesBySpoke
    .flatMap((notes) => {
      const { spoke, fault, failures } = mostFailed(notes) ?? {};
      if (spoke === undefined || fault === undefined || failures === undefined) return [];
      return [{ spoke, fault: fault.kind, because: fault.because, failures }];
    })
    .toSorted((a, b) => Number(mayPass(a)) - Number(mayPass(b)) || b.failures - a.failures);
}

/** Of the shards that a spoke is split into now, the one that failed most often in a row. */
export const mostFailed = (notes: readonly LookNote[]): LookNote | undefined =>
  presentNotes(notes).toSorted((a, b) => b.failures - a.failures)[0];

const mayPass = ({ fault }: FailingSpoke): boolean => fault === "unavailable";
