import type { ChangeAccepted, ChangeRefused } from "../../api/events/answers.ts";

/** What was said of one resource, of a cluster, or of a whole request. */
export type Answer =
  | {
      readonly kind: "accepted";
      readonly detail: ChangeAccepted;
      /** Where it had been completed before. */
      readonly result?: string | undefined;
    }
  | { readonly kind: "refused"; readonly detail: ChangeRefused };
