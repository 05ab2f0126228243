import type { Journal } from "../../../api/resources/journal.ts";

/** The journal without all that speaks of a step which is behind us. */
export const journalAtRest = ({
  intent: _done,
  step: _over,
  failedStop: _past,
  stoppedAt: _by,
  inPlace: _overtaken,
  ...journal
}: Journal): Journal => journal;
