import type { KnownState } from "../../../api/resources/journal.ts";
import type { Happening } from "../events/happening.ts";
import { normal } from "../happenings/told.ts";
import type { Seen } from "../seen.ts";
import { newestKnown } from "./facts.ts";
import { keptText } from "./keptText.ts";
import { stateText } from "./newestState.ts";

/** The spec asks to leave the job's newest state behind: who did not mean to can go back to what is named here. `named`: what it asks for instead. */
export function givenUp(seen: Seen, named: KnownState | undefined): readonly Happening[] {
  const known = newestKnown(seen);
  const kept = keptText(seen.ha);
  const left = [...(known === undefined ? [] : [`the newest known state is ${stateText(known)}`]), kept].filter(
    Boolean,
  );
  if (left.length === 0 || known?.path === named?.path) return [];
  const next = named === undefined ? "empty" : `from ${named.path}`;
  return [
    normal(
      "Job",
      "StateGivenUp",
      `The spec asks for the next job to start ${next}; of the last one, ${left.join(", ")}`,
    ),
  ];
}
