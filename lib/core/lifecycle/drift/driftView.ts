import type { Difference } from "../../drift/difference.ts";
import type { Verdict } from "../../drift/driftClass.ts";

/** A difference, and what has to be done about it. */
export type Drifted = Difference & Verdict;

/** How the objects of a cluster differ from what was deployed. What only looks different because of us is not among it. */
export type DriftView =
  | { readonly kind: "notLookedAt" }
  /** The Role of the cluster is of an earlier version. */
  | { readonly kind: "denied"; readonly because: string }
  | { readonly kind: "looked"; readonly differences: readonly Drifted[] };
