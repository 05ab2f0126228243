import { parsedInstant } from "../time.ts";
import type { VerdictRule } from "./judged.ts";
import { troubleOf } from "./troubleOf.ts";

/** What comes of it later is not told any more. */
export const overdue: VerdictRule = ({ deadline }, { after, now }) =>
  now < parsedInstant(deadline)
    ? undefined
    : { result: "failed", cause: `it was not carried out before its deadline: ${troubleOf(after.conditions)}` };
