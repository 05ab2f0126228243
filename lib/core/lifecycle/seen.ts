import type { FlinkResource } from "./flinkResource.ts";
import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import type {
  Checkpoints,
  FlinkClusterInfo,
  JobException,
  JobOverview,
  JobVertex,
  ResourceRequirements,
  SavepointProgress,
} from "../flink.ts";
import type { DriftView } from "./drift/driftView.ts";
import type { Deployed } from "./observation/deployed.ts";
import type { SessionJobView } from "./sessionJobs/sessionJobView.ts";
import type { HealthMetrics } from "./health/clusterHealth.ts";
import type { ProgressView } from "../snapshots/seen.ts";
import type { Instant } from "../time.ts";

/** A Deployment of ours, as it was at the look. */
export interface DeploymentView {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string | undefined;
  /** The uids of its owners. */
  readonly owners: readonly string[];
  /** The generation of the resource that it was made for; `undefined` when it carries none. */
  readonly generation: number | undefined;
  /** Which deployment made it; `undefined` when another operator did. */
  readonly deploymentId: string | undefined;
  /** No pod of it was ever available. */
  readonly neverAvailable: boolean;
  readonly wantedReplicas: number;
  readonly replicas: number;
  readonly availableReplicas: number;
  readonly deleting: boolean;
  readonly failure: Trouble | undefined;
}

/** One very object: another one of its name has another uid. */
export interface Target {
  readonly name: string;
  readonly uid: string;
}

/** Why something does not come up, in Kubernetes' own words: `ImagePullBackOff`, `[flink-main-container] Back-off pulling …`. */
export interface Trouble {
  readonly reason: string;
  readonly message: string;
}

export interface PodView {
  readonly name: string;
  readonly component: "jobmanager" | "taskmanager";
  readonly ready: boolean;
  readonly deleting: boolean;
  /** Flink's own container is up, whatever the others do. */
  readonly started: boolean;
  readonly trouble: Trouble | undefined;
}

/** What Flink's REST API told us. "unreachable" is not "nothing runs". */
export type FlinkView =
  | { readonly kind: "notAsked" }
  | { readonly kind: "unreachable"; readonly because: string }
  | {
      readonly kind: "answered";
      readonly jobs: readonly JobOverview[];
      /** Asked for only until it is in status. */
      readonly info: FlinkClusterInfo | undefined;
      /** Asked for only when the job has just been seen to fail. */
      readonly exceptions: readonly JobException[];
      /** Of the job of this resource; asked for only where a decision or the journal needs them. */
      readonly checkpoints: Checkpoints | undefined;
      /** Of the stop-with-savepoint that is under way. */
      readonly savepoint: SavepointProgress | undefined;
      /** Both asked for only while the job is scaled in place. */
      readonly requirements: ResourceRequirements | undefined;
      readonly vertices: readonly JobVertex[] | undefined;
      /** Those that the job's health is judged by; asked for only where it is. */
      readonly metrics: HealthMetrics | undefined;
    };

/** Flink's HA metadata of one job. */
export interface HaJob {
  readonly jobId: string;
  /** The newest checkpoint in it; `undefined` where there is none yet. */
  readonly checkpointId: number | undefined;
}

/** What the ConfigMaps of high availability hold. */
export type HaView =
  | { readonly kind: "notLookedAt" }
  /** Kept where we cannot look (ZooKeeper). */
  | { readonly kind: "elsewhere" }
  | { readonly kind: "looked"; readonly configMaps: readonly Target[]; readonly jobs: readonly HaJob[] };

/** What `status.jobStatus` holds of snapshots, and how far it has got. */
export interface StatusSnapshots {
  /** What is asked for by now is recorded there as well, and not as FlinkStateSnapshots. */
  readonly records: boolean;
  /** Of the request that is under way there. */
  readonly savepoint: ProgressView;
  readonly checkpoint: ProgressView;
}

/** One look at a resource and all that belongs to it; for a session job `jobManager`, `taskManager` and `flink` are those of its cluster. */
export interface Seen {
  readonly resource: FlinkResource;
  readonly deployed: Deployed;
  readonly jobManager: DeploymentView | undefined;
  readonly taskManager: DeploymentView | undefined;
  /** `undefined`: not looked at, because everything was up. */
  readonly pods: readonly PodView[] | undefined;
  readonly flink: FlinkView;
  /** The FlinkSessionJobs of this session cluster; looked at only when it is going away, or is to be changed. */
  readonly sessionJobs: readonly SessionJobView[];
  /** Its FlinkStateSnapshots; `undefined` where none is asked for, or the kind is not known. */
  readonly snapshots: readonly FlinkStateSnapshot[] | undefined;
  /** `undefined` where no snapshot is asked for, and none is under way in status. */
  readonly inStatus: StatusSnapshots | undefined;
  /** Looked at only where a decision needs it. */
  readonly ha: HaView;
  /** Looked at only at rest: what is being changed differs. */
  readonly drift: DriftView;
  readonly at: Instant;
}
