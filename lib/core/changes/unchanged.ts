import type { VerdictRule } from "./judged.ts";

/** The resource asked for the same before. */
export const unchanged: VerdictRule = ({ from, to }) =>
  from.generation === to.generation ? { result: "unchanged" } : undefined;
