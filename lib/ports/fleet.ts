import type { RepairRules } from "../api/fleet/repair.ts";
import type { Charges } from "../core/charge/chargeOf.ts";
import type { Millis } from "../core/time.ts";
import type { Artifacts } from "./artifacts.ts";
import type { Cluster } from "./cluster.ts";
import type { Flink } from "./flink.ts";

export interface SpokeConnection {
  readonly cluster: Cluster;
  readonly flink: Flink;
  readonly artifacts: Artifacts;
  /** Base URL of the API server, by which a cluster is told from another of the same name; absent in simulations. */
  readonly server?: string | undefined;
}

interface SpokeLimits {
  /** Resources that are looked at at the same time. */
  readonly parallelism: number;
  /** For one pass over the spoke: no resource is begun after it. */
  readonly deadline: Millis;
  /** For one resource: no further step is begun after it. */
  readonly resourceDeadline: Millis;
}

/** One Kubernetes cluster that runs Flink, and which part of it is ours to look after. */
export interface Spoke {
  readonly name: string;
  /** The network zone that it is reached from: each has a queue and a worker of its own. */
  readonly zone: string;
  /** Empty: all namespaces. */
  readonly namespaces: readonly string[];
  /** Only resources with these labels, in the syntax of kubectl's -l. */
  readonly labelSelector: string | undefined;
  /** What is done there about hand edits that need a restart; absent: what the fleet does. */
  readonly repair?: RepairRules | undefined;
  /** What is done for resources that do not say it themselves; absent: they are operated. */
  readonly charges?: Charges | undefined;
  readonly limits: SpokeLimits;
  /** Throws `Faulted`: `denied` for credentials, `unavailable` for a cluster that cannot be reached. */
  connect(): Promise<SpokeConnection>;
}

export interface Fleet {
  spokes(): Promise<readonly Spoke[]>;
}
