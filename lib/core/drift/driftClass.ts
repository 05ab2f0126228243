import type { Instant } from "../time.ts";

/**
 * What has to be done about a difference: put it right while everything runs; start processes again, with their state; the same, but what a
 * job would start from is in doubt; or nothing, since others have good reasons for it.
 */
export type DriftClass = "inPlace" | "restart" | "stateAtRisk" | "notOurs";

export interface Verdict {
  readonly class: DriftClass;
  /** For people. */
  readonly because: string;
}

/** The Flink cluster that an object belongs to, as it runs. */
export interface DriftingCluster {
  readonly name: string;
  readonly mode: "native" | "standalone";
  readonly kind: "application" | "session";
  readonly highAvailability: boolean;
  /** Whether its job is to keep its state: no for an application whose upgrade mode is stateless. */
  readonly keepsState: boolean;
  /** Flink then chooses ports itself, and writes them into the Services. */
  readonly hostNetwork: boolean;
  /** When the youngest of its processes was started, JobManagers and TaskManagers; undefined where that is not known. */
  readonly lastStart: Instant | undefined;
}
