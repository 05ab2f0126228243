import type { JobId } from "../../core/flink.ts";
import type { Millis } from "../../core/time.ts";
import type { Host, Program } from "../controllers/program.ts";
import { delays } from "../delays.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Container, Pod } from "../kubernetes/shapes.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { applicationJob } from "./applicationJob.ts";
import { type FlinkConfiguration, haPlace, isHighlyAvailable } from "./configuration.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { FlinkCluster } from "./flinkCluster.ts";
import { HighAvailability } from "./highAvailability.ts";
import type { Operations } from "./operations.ts";
import type { StateStore } from "./stateStore.ts";
import { Jars } from "./jars.ts";
import type { Job } from "./job.ts";
import { NativeResourceManager } from "./nativeResourceManager.ts";
import type { Role, Version } from "./process.ts";
import type { Submission } from "./submission.ts";
import type { WantedJob } from "./wantedJob.ts";

export interface JobManagerParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  readonly pod: Pod;
  readonly container: Container;
  readonly role: Role & { readonly kind: "jobManager" };
  readonly configuration: FlinkConfiguration;
  readonly version: Version;
  readonly cluster: FlinkCluster;
  readonly clusterId: string;
  readonly host: Host;
  readonly store: StateStore;
  readonly randomJobId: () => JobId;
}

/** A JobManager's process: REST first, then leadership, then the jobs. */
export class JobManager implements Program {
  readonly parts: JobManagerParts;
  readonly jars: Jars;
  readonly #ha: HighAvailability | undefined;
  readonly #dispatcher: Dispatcher;
  #resources: NativeResourceManager | undefined;
  #life: "booting" | "listening" | "leading" | "stopped" = "booting";

  constructor(parts: JobManagerParts) {
    this.parts = parts;
    const { api, clusterId, cluster, configuration, pod, version } = parts;
    this.jars = new Jars({
      uploadDirectory: configuration.get("web.upload.dir"),
      pod: pod.metadata.uid,
      random: parts.randomJobId,
    });
    if (isHighlyAvailable(configuration))
      this.#ha = new HighAvailability({
        api,
        namespace: pod.metadata.namespace,
        clusterId: haPlace(configuration, clusterId),
        version,
      });
    this.#dispatcher = new Dispatcher({
      jobManager: this,
      ha: this.#ha,
      changed: (job) => {
        if (job.demand > 0) this.#resources?.demandChanged();
      },
      ended: (job, wanted) => this.#ended(job, wanted),
      fatal: (log) => parts.host.exit({ code: 2, log }),
    });
    cluster.joined(this);
    this.#later(delays.jobManagerBoot, () => this.#listen());
  }

  /** The uid of the Deployment that it belongs to. */
  get deployment(): string {
    return this.parts.pod.metadata.ownerReferences.find((owner) => owner.controller === true)?.uid ?? "";
  }

  get listens(): boolean {
    return this.#life === "listening" || this.#life === "leading";
  }

  get leads(): boolean {
    return this.#life === "leading";
  }

  get runsJobs(): boolean {
    return this.jobs.some((job) => !job.isOver);
  }

  get jobs(): readonly Job[] {
    return this.#dispatcher.jobs;
  }

  job(id: string): Job | undefined {
    return this.#dispatcher.job(id);
  }

  /** Of a session cluster. */
  submit(wanted: WantedJob): Submission {
    return this.#dispatcher.submitNew(wanted);
  }

  get operations(): Operations {
    return this.#dispatcher.operations;
  }

  stop(): void {
    if (this.#life === "stopped") return;
    this.#life = "stopped";
    this.#resources?.stop();
    this.#dispatcher.stop();
    this.parts.cluster.left(this);
  }

  /** Without HA every JobManager leads itself; with HA one at a time does. */
  mayLead(): void {
    if (this.#life !== "listening") return;
    this.#later(delays.leaderElection, () => {
      const free = this.#ha === undefined || this.parts.cluster.leader === undefined;
      if (this.#life === "listening" && free) this.#lead();
    });
  }

  taskManagersChanged(): void {
    for (const job of this.jobs) job.slotsChanged();
    this.#resources?.demandChanged();
  }

  #listen(): void {
    this.#life = "listening";
    this.parts.host.ready();
    this.mayLead();
  }

  #lead(): void {
    const { role, pod } = this.parts;
    this.#life = "leading";
    this.#ha?.announce(`pekko.tcp://flink@${pod.status.podIP}:6123`);
    if (role.mode === "native") this.#resources = this.#resourceManager();
    this.#dispatcher.recover();
    if (role.runs === "application" && this.leads) this.#dispatcher.submit(applicationJob(this.parts));
  }

  #resourceManager(): NativeResourceManager {
    const { api, time, pod, container, configuration, clusterId } = this.parts;
    const demand = (): number => this.jobs.reduce((sum, job) => sum + job.demand, 0);
    const { deployment } = this;
    return new NativeResourceManager({ api, time, pod, container, configuration, clusterId, deployment, demand });
  }

  #ended(job: Job, wanted: WantedJob): void {
    const { cluster } = this.parts;
    if (this.#ha !== undefined && wanted.keepsResult)
      cluster.results.set(`${wanted.resultStore}/${job.parts.id}`, job.state);
    this.#ha?.ended(job.parts.id);
    this.#resources?.demandChanged();
    if (wanted.shutsDown) this.#later(delays.jobStep, () => this.#shutDown(job));
  }

  /** ClusterEntrypoint.shutDownAsync: native Flink takes its own Deployment away, standalone Flink just exits. */
  #shutDown(job: Job): void {
    const { api, role, pod, clusterId, host } = this.parts;
    this.#ha?.cleanUp();
    const deployment = { kind: "Deployment", namespace: pod.metadata.namespace, name: clusterId };
    if (role.mode === "native" && api.find(deployment) !== undefined) api.delete(deployment);
    host.exit({ code: job.state === "FAILED" ? 1443 : 0, log: `Job ${job.parts.id} reached ${job.state}` });
  }

  #later(delay: Millis, act: () => void): void {
    this.parts.time.after(delay, () => {
      if (this.#life !== "stopped") act();
    });
  }
}
