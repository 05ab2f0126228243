import type { Journal } from "../../../api/resources/journal.ts";

/** Whether a difference was seen before this look that only a restart puts right. */
export const standsForRestart = (journal: Journal | undefined): boolean =>
  journal?.drift?.standing.some((one) => one.class === "restart" || one.class === "stateAtRisk") === true;
