import type { FlinkDeployment } from "../../api/resources/flinkDeployment.ts";
import type { FlinkClusterInfo, JobException, JobOverview } from "../flink.ts";
import type { Deployed } from "./deployed.ts";
import type { Instant } from "../time.ts";

/** A Deployment of ours, as it was at the look. */
export interface DeploymentView {
  readonly name: string;
  readonly uid: string;
  /** The uids of its owners. */
  readonly owners: readonly string[];
  /** The generation of the resource that it was made for; `undefined` when it carries none. */
  readonly generation: number | undefined;
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
    };

/** One look at a FlinkDeployment and all that belongs to it. */
export interface Seen {
  readonly resource: FlinkDeployment;
  readonly deployed: Deployed;
  readonly jobManager: DeploymentView | undefined;
  readonly taskManager: DeploymentView | undefined;
  /** `undefined`: not looked at, because everything was up. */
  readonly pods: readonly PodView[] | undefined;
  readonly flink: FlinkView;
  /** Names of the FlinkSessionJobs that run on this cluster; looked at only when the resource is going away. */
  readonly sessionJobs: readonly string[];
  /** The ConfigMaps with Flink's HA metadata; looked at only when the resource is going away. */
  readonly haConfigMaps: readonly Target[];
  readonly at: Instant;
}
