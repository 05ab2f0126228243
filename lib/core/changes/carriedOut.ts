import type { VerdictRule } from "./judged.ts";
import { isSpokenOf, isStable } from "./standing.ts";

/** It runs, is suspended, or has come to its end, as was asked for; also where by now something else is asked for that was not begun. */
export const carriedOut: VerdictRule = ({ to }, judged) =>
  isStable(judged) && isSpokenOf(to.generation, judged) ? { result: "succeeded" } : undefined;
