import type { JobId } from "../../core/flink.ts";
import type { Host, Program, StartProgram } from "../controllers/program.ts";
import { delays } from "../delays.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Container, Pod } from "../kubernetes/shapes.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { type FlinkConfiguration, readConfiguration } from "./configuration.ts";
import { FlinkCluster, type Violation } from "./flinkCluster.ts";
import { JobManager } from "./jobManager.ts";
import { configFiles, missingJar, type Role, roleOf, versionOf } from "./process.ts";
import { StateStore } from "./stateStore.ts";
import { TaskManager } from "./taskManager.ts";

export interface FlinkProcessesParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  readonly randomJobId: () => JobId;
  readonly violation: Violation;
}

/** Everything of Flink that runs in one Kubernetes cluster. */
export class FlinkProcesses {
  readonly store = new StateStore();
  readonly #parts: FlinkProcessesParts;
  readonly #clusters = new Map<string, FlinkCluster>();
  readonly #jobManagers = new Map<string, JobManager>();

  constructor(parts: FlinkProcessesParts) {
    this.#parts = parts;
  }

  /** What runs in a pod, if it is a JobManager that is alive. */
  jobManagerIn(podUid: string): JobManager | undefined {
    return this.#jobManagers.get(podUid);
  }

  /** The Flink cluster of an id, whether or not anything of it runs. */
  cluster(namespace: string, clusterId: string): FlinkCluster {
    const name = `${namespace}/${clusterId}`;
    const cluster = this.#clusters.get(name) ?? new FlinkCluster(name, this.#parts.violation);
    this.#clusters.set(name, cluster);
    return cluster;
  }

  readonly start: StartProgram = (pod, container, host) => {
    const role = roleOf(container);
    if (role === undefined) return somethingElse(host);
    const files = configFiles(this.#parts.api, pod, container);
    const version = versionOf(container.image, files);
    const read = readConfiguration(files, version.major, version.minor);
    if (read.kind === "missing") return this.#crash(host, read.because);
    const { configuration } = read;
    if (role.kind === "jobManager")
      return this.#startJobManager({ role, pod, container, host, version, configuration });
    const cluster = this.cluster(pod.metadata.namespace, clusterIdIn(configuration, pod));
    return new TaskManager({ ...this.#parts, pod, configuration, cluster, host });
  };

  #startJobManager(given: JobManagerGiven): Program {
    const { role, pod, container, host, configuration } = given;
    const { namespace, uid } = pod.metadata;
    const { api } = this.#parts;
    const clusterId = clusterIdIn(configuration, pod);
    const jar = role.runs === "application" ? missingJar(configuration, container) : undefined;
    if (jar !== undefined) {
      const path = jar.replace(/^\w+:\/\//, "");
      return this.#crash(
        host,
        `Could not create application program.\njava.io.FileNotFoundException: JAR file does not exist: ${path}`,
      );
    }
    if (role.mode === "native" && api.find({ kind: "Deployment", namespace, name: clusterId }) === undefined)
      return this.#crash(host, `Failed to find Deployment named ${clusterId} in namespace ${namespace}.`);
    const cluster = this.cluster(namespace, clusterId);
    const jobManager = new JobManager({ ...this.#parts, ...given, store: this.store, cluster, clusterId });
    this.#jobManagers.set(uid, jobManager);
    return {
      stop: () => {
        jobManager.stop();
        if (this.#jobManagers.get(uid) === jobManager) this.#jobManagers.delete(uid);
      },
    };
  }

  /** A process that exits before its endpoint is there. */
  #crash(host: Host, log: string): Program {
    this.#parts.time.after(delays.jobManagerCrash, () => host.exit({ code: 1, log }));
    return { stop: () => undefined };
  }
}

interface JobManagerGiven {
  readonly role: Role & { readonly kind: "jobManager" };
  readonly pod: Pod;
  readonly container: Container;
  readonly host: Host;
  readonly version: ReturnType<typeof versionOf>;
  readonly configuration: FlinkConfiguration;
}

const clusterIdIn = (configuration: FlinkConfiguration, pod: Pod): string =>
  configuration.get("kubernetes.cluster-id") ?? pod.metadata.labels["app"] ?? pod.metadata.name;

function somethingElse(host: Host): Program {
  host.ready();
  return { stop: () => undefined };
}
