import { delays } from "../delays.ts";
import type { Host, Program } from "../controllers/program.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Pod } from "../kubernetes/shapes.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { type FlinkConfiguration, isHighlyAvailable } from "./configuration.ts";
import type { FlinkCluster } from "./flinkCluster.ts";

export interface TaskManagerParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  readonly pod: Pod;
  readonly configuration: FlinkConfiguration;
  readonly cluster: FlinkCluster;
  readonly host: Host;
}

/** A TaskManager's process: it looks for its JobManager and then offers its slots for as long as it lives. */
export class TaskManager implements Program {
  readonly id: string;
  readonly slots: number;
  readonly #parts: TaskManagerParts;
  #stopped = false;

  constructor(parts: TaskManagerParts) {
    this.#parts = parts;
    this.id = parts.pod.metadata.name;
    this.slots = Number(parts.configuration.get("taskmanager.numberOfTaskSlots") ?? 1);
    parts.host.ready();
    this.#tryToRegister();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#parts.time.after(delays.heartbeatTimeout, () => this.#parts.cluster.lost(this));
  }

  #tryToRegister(): void {
    this.#parts.time.after(delays.taskManagerBoot, () => {
      if (this.#stopped) return;
      if (this.#findsJobManager()) this.#parts.cluster.registered(this);
      else this.#tryToRegister();
    });
  }

  /** Through the ConfigMap of the leader with HA, else by the name of a Service. */
  #findsJobManager(): boolean {
    const { api, cluster, configuration, pod } = this.#parts;
    if (cluster.leader === undefined) return false;
    if (isHighlyAvailable(configuration)) return true;
    const [name = "", namespace = pod.metadata.namespace] = (configuration.get("jobmanager.rpc.address") ?? "").split(
      ".",
    );
    return api.find({ kind: "Service", namespace, name }) !== undefined;
  }
}
