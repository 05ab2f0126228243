import type { DriftJournal } from "../../../api/resources/driftJournal.ts";
import { isSamePlace, type Place } from "./place.ts";

/** What has become of one field: it was put right, is left as it is from now on, or is so no more. */
export interface DriftNews extends Place {
  readonly what: "putRight" | "fight" | "restart" | "stateAtRisk" | "notOurs" | "over";
  /** The field manager that has set it. */
  readonly by?: string | undefined;
  /** RFC 3339: when it was seen first, and of what is over. */
  readonly since?: string | undefined;
}

const nothing: DriftJournal = { standing: [], repairs: [] };

/** What is new in the journal, one line a field: for the log, where nothing is forgotten. */
export function driftNews(before: DriftJournal = nothing, after: DriftJournal = nothing): readonly DriftNews[] {
  const repaired = after.repairs.filter(
    (one) => !before.repairs.some((known) => isSamePlace(known, one) && known.at === one.at),
  );
  const isRepaired = (one: Place): boolean => repaired.some((repair) => isSamePlace(repair, one));
  const over = before.standing.filter(
    (one) => !after.standing.some((left) => isSamePlace(left, one)) && !isRepaired(one),
  );
  const begun = after.standing.filter(
    (one) => !before.standing.some((known) => isSamePlace(known, one) && known.class === one.class),
  );
  return [
    ...repaired.map(({ object, path, by }) => ({ object, path, what: "putRight" as const, by })),
    ...begun.map(({ object, path, class: what, by, since }) => ({ object, path, what, by, since })),
    ...over.map(({ object, path, by, since }) => ({ object, path, what: "over" as const, by, since })),
  ];
}
