import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { Condition } from "../../api/resources/common.ts";
import { parsedInstant, type Instant } from "../time.ts";
import type { Verdict } from "./judged.ts";
import { troubleOf } from "./troubleOf.ts";

/** What comes of it later is not told any more. */
export function overdue(
  { deadline }: ChangeNote,
  { conditions, now }: { readonly conditions: readonly Condition[]; readonly now: Instant },
): Verdict | undefined {
  if (now < parsedInstant(deadline)) return undefined;
  return { result: "failed", cause: `it was not carried out before its deadline: ${troubleOf(conditions)}` };
}
