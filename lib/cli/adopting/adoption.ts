import type { Charge } from "../../api/charge.ts";
import type { Found } from "../selection/found.ts";
import type { Place } from "../changing/outcome.ts";

/** What is to be done with all that is selected. */
export interface Transfer {
  readonly to: Charge;
  /** Left as the Apache operator would have it. */
  readonly handBack: boolean;
  /** The user says that no other operator acts: asked for where that cannot be seen. */
  readonly operatorStopped: boolean;
}

/** A resource as it was found: what a program is told of it. */
export interface Standing extends Place {
  /** What flink-fleet does for it by now. */
  readonly was: Charge;
  /** Where that is said. */
  readonly saidBy: "annotation" | "session cluster" | "fleet";
  /** status.lifecycleState */
  readonly state?: string;
  readonly jobId?: string;
  /** What is not at its end; left out at rest. */
  readonly underWay?: string;
  /** Fields of the objects that run which the next deployment would set otherwise: nothing is restarted for them. */
  readonly differences: readonly string[];
  /** What could not be looked at, and does not stand against it. */
  readonly warnings: readonly string[];
}

/** One resource and what stands against the transfer. */
export interface Adoption {
  readonly of: Found;
  readonly standing: Standing;
  readonly obstacle?: string | undefined;
}

export interface Adopted extends Standing {
  readonly to: Charge | "handed back";
  readonly outcome: "done" | "wouldBeDone" | "unchanged" | "refused";
  readonly because?: string;
}
