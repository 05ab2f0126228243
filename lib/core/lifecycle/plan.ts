import type { DeployIntent, InPlaceChange, KnownState, StopIntent } from "../../api/resources/journal.ts";
import type { UpgradeMode } from "../../api/resources/common.ts";
import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { FlinkSpec } from "./flinkResource.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { JobId, SavepointRequest, TriggerId } from "../flink.ts";
import type { Taken } from "../snapshots/legacy/recorded.ts";
import type { Trigger } from "../snapshots/trigger.ts";
import type { Drifted } from "./drift/driftView.ts";
import type { Happening } from "./events/happening.ts";
import type { Millis } from "../time.ts";
import type { DoneNonce } from "./status/nonceDone.ts";
import type { Target } from "./seen.ts";
import type { SnapshotRecord } from "./snapshots/record.ts";
import type { Step } from "./deadlines.ts";
import type { ScaleDeployment, SetResourceRequirements } from "./scaling/scalingStep.ts";

/** When to look again: after a time (0: at once), or whenever the schedule comes round. */
export type WakeAfter = Millis | "on schedule";

export interface CancelJob {
  readonly kind: "cancelJob";
  readonly job: JobId;
}

/** Repeatable because of its trigger id; before 1.15 there is none, and it is only sent to a job that still runs. */
export interface StopWithSavepoint {
  readonly kind: "stopWithSavepoint";
  readonly job: JobId;
  readonly request: SavepointRequest & { readonly drain: boolean };
}

/** A name that is taken is the work of an earlier run. */
export interface CreateSnapshot {
  readonly kind: "createSnapshot";
  readonly object: KubernetesObject;
  /** The nonce that it answers, which is done with by then. */
  readonly consumes?: DoneNonce;
}

/** Has the files of a savepoint deleted that has outlived its job's limits; `record` is without it. */
export interface DisposeSavepoint {
  readonly kind: "disposeSavepoint";
  readonly path: string;
  readonly record: SnapshotRecord;
}

/** Applied as it is, whatever it was before; `undefined`: there is to be none. The change of spec is carried out with it. */
export interface SetIngress {
  readonly kind: "setIngress";
  readonly ingress: KubernetesObject | undefined;
}

/** Puts right what others have changed of the objects of a cluster; what is there is looked at once more before. */
export interface RepairDrift {
  readonly kind: "repairDrift";
  readonly differences: readonly Drifted[];
}

/** Effects of a change that needs no new cluster. */
export type InPlaceEffect = ScaleDeployment | SetResourceRequirements | SetIngress;

/** Effects that do no harm when they are carried out twice. */
export type RepeatableEffect =
  | { readonly kind: "addFinalizer" }
  | { readonly kind: "removeFinalizer" }
  | { readonly kind: "changeCanary"; readonly restartNonce: number }
  | CancelJob
  | StopWithSavepoint
  | { readonly kind: "stopPods"; readonly deployment: Target }
  | { readonly kind: "deleteDeployments"; readonly deployments: readonly Target[] }
  | CreateSnapshot
  /** By its id Flink knows a request that it was sent before. */
  | Trigger
  | DisposeSavepoint
  | InPlaceEffect
  | RepairDrift
  | { readonly kind: "createTaskManagers"; readonly spec: FlinkDeploymentSpec }
  | { readonly kind: "deleteHaMetadata"; readonly configMaps: readonly Target[] };

/** Makes a Flink cluster: must not happen twice, so it is announced by an intent. */
export interface CreateCluster {
  readonly kind: "createCluster";
  readonly spec: FlinkSpec;
}

/** Runs a job on its session cluster, announced as a cluster is. */
export interface RunJob {
  readonly kind: "runJob";
  readonly spec: FlinkSpec;
}

/** Starts what a resource asks for. */
export type StartEffect = CreateCluster | RunJob;

/** What is made, and by which announced deployment. */
export interface Creation {
  readonly intent: DeployIntent;
  readonly effect: CreateCluster;
}

/** A step that is nothing but a change of status; what it rests on was seen. */
export type Turn =
  /** The job does not run any more, or is to be removed as it is: the next cluster restores `state`, or what `upgradeMode` says. */
  | {
      readonly kind: "stopped";
      readonly spec: FlinkDeploymentSpec;
      readonly upgradeMode: UpgradeMode;
      /** `undefined`: as it is known already. `null`: given up. */
      readonly state: KnownState | null | undefined;
      readonly into: "UPGRADING" | "ROLLING_BACK";
      readonly firstDeployment: boolean;
      /** The savepoint with which it was stopped, where savepoints are recorded in status. */
      readonly taken?: Taken;
    }
  /** The job could not be stopped and goes on. */
  | { readonly kind: "stopFailed"; readonly because: string }
  /** Nothing is left of a job that is to be suspended. */
  | { readonly kind: "suspended" }
  /** What is there is recorded without a new cluster: as what was asked for (DEPLOYED), or as what is to be upgraded. */
  | {
      readonly kind: "accepted";
      readonly spec: FlinkDeploymentSpec;
      readonly into: "DEPLOYED" | "UPGRADING";
      readonly jobId?: string | undefined;
      readonly deploymentId?: string | undefined;
    }
  /** What was announced is there as far as it will be. */
  | { readonly kind: "created"; readonly intent: DeployIntent; readonly effect: StartEffect }
  /** What was announced by another operator is there. */
  | { readonly kind: "recorded" }
  | { readonly kind: "rollingBack" }
  /** The cluster that runs is about to be changed: all that it may be from here on. */
  | { readonly kind: "inPlace"; readonly change: Pick<InPlaceChange, "announced" | "ingress"> }
  /** What the spec asks for runs, by the cluster that is there. */
  | { readonly kind: "carriedOut" }
  /** A request for a snapshot that is recorded in status has come to its end, or its history has changed. */
  | { readonly kind: "snapshotConcluded"; readonly record: SnapshotRecord; readonly consumes?: DoneNonce };

/** What stands in the way; becomes the reason of a condition. */
export interface Obstacle {
  readonly reason: string;
  readonly message: string;
}

/**
 * One decision, as plain data: it can be logged, compared and kept in a golden file.
 * What must happen only once cannot be planned without the intent that announces it.
 */
export type Plan = {
  readonly because: string;
  readonly wake: WakeAfter;
  readonly obstacle?: Obstacle;
  /** What it waits for; from its second look on the journal tells since when. */
  readonly step?: Step;
  /** A FlinkStateSnapshot of a savepoint that was taken: made once the status is written, if it can be. */
  readonly keep?: KubernetesObject;
  /** Differences that it puts right, if it is carried out: the journal counts how often. */
  readonly repairs?: readonly Drifted[];
  /** Events that go with it. */
  readonly tell?: readonly Happening[];
} & (
  | { readonly act: "wait" }
  /** Not ours: nothing is written, not even what was seen. */
  | { readonly act: "leave" }
  | { readonly act: "again"; readonly effect: RepeatableEffect }
  | { readonly act: "turn"; readonly turn: Turn }
  /** What must happen once is announced by its intent, which is also the claim. */
  | { readonly act: "create"; readonly intent: DeployIntent; readonly effect: StartEffect }
  | { readonly act: "stop"; readonly intent: StopIntent; readonly effect: CancelJob | StopWithSavepoint }
  /** A snapshot that is recorded in the status of its job, and announced there as the Apache operator does afterwards. */
  | { readonly act: "trigger"; readonly record: SnapshotRecord; readonly effect: Trigger }
);

/** What came of the effect. */
export type Outcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "done"; readonly triggerId?: TriggerId }
  /** The effect was refused: by validation, quota, rights, or for want of an API. */
  | { readonly kind: "refused"; readonly because: string };
