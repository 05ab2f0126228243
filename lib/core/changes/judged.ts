import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangeResult, ChangesProgress, UsedState } from "../../api/resources/changesJournal.ts";
import type { FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type { FlinkResource } from "../lifecycle/flinkResource.ts";
import type { Obstacle } from "../lifecycle/plan.ts";
import type { Instant } from "../time.ts";

/** What has become of one change. */
export interface Verdict {
  readonly result: ChangeResult;
  /** One or two sentences, without times. */
  readonly cause?: string | undefined;
  readonly supersededBy?: string | undefined;
  /** Of a savepoint that was asked for. */
  readonly state?: UsedState | undefined;
}

/** The FlinkStateSnapshot that a change has asked for. */
export type SnapshotLook =
  | { readonly kind: "found"; readonly snapshot: FlinkStateSnapshot }
  /** The API server said so. */
  | { readonly kind: "missing" }
  | { readonly kind: "notSeen" };

/** What is known of a resource once it was looked at: of an application, a session cluster, or a session job. */
export interface Judged {
  readonly resource: FlinkResource;
  /** Its status as it is going to be written. */
  readonly after: FlinkDeploymentStatus;
  readonly progress: ChangesProgress;
  readonly obstacle: Obstacle | undefined;
  /** All that are on the resource. */
  readonly notes: readonly ChangeNote[];
  /** By the ids of the open changes that have asked for them. */
  readonly snapshots: ReadonlyMap<string, SnapshotLook>;
  readonly now: Instant;
}

/** `undefined`: the rule has nothing to say. */
export type VerdictRule = (note: ChangeNote, judged: Judged) => Verdict | undefined;
