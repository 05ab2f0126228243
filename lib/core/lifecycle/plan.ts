import type { DeployIntent } from "../../api/resources/journal.ts";
import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { JobId } from "../flink.ts";
import type { Millis } from "../time.ts";
import type { Target } from "./seen.ts";

/** When to look again: after a time (0: at once), or whenever the schedule comes round. */
export type WakeAfter = Millis | "on schedule";

/** Effects that do no harm when they are carried out twice. */
export type RepeatableEffect =
  | { readonly kind: "addFinalizer" }
  | { readonly kind: "removeFinalizer" }
  | { readonly kind: "cancelJob"; readonly job: JobId }
  | { readonly kind: "stopPods"; readonly deployment: Target }
  | { readonly kind: "deleteDeployments"; readonly deployments: readonly Target[] }
  | { readonly kind: "deleteHaMetadata"; readonly configMaps: readonly Target[] };

/** Makes a Flink cluster: must not happen twice, so it is announced by an intent. */
export interface CreateCluster {
  readonly kind: "createCluster";
  readonly spec: FlinkDeploymentSpec;
}

/** What stands in the way; becomes the reason of a condition. */
export interface Obstacle {
  readonly reason: string;
  readonly message: string;
}

/**
 * One decision, as plain data: it can be logged, compared and kept in a golden file.
 * What must happen only once cannot be planned without the intent that announces it.
 */
export type Plan = { readonly because: string; readonly wake: WakeAfter } & (
  | { readonly act: "wait"; readonly obstacle?: Obstacle }
  /** Not ours: nothing is written, not even what was seen. */
  | { readonly act: "leave" }
  | { readonly act: "again"; readonly effect: RepeatableEffect }
  | { readonly act: "once"; readonly intent: DeployIntent; readonly effect: CreateCluster }
);

/** What came of the effect. */
export type Outcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "done" }
  /** The effect was refused: by validation, quota, rights, or for want of an API. */
  | { readonly kind: "refused"; readonly because: string };
