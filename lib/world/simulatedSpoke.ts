import { definitions } from "../api/crd/definitions.ts";
import { Faulted } from "../core/fault.ts";
import type { JobId } from "../core/flink.ts";
import type { Cluster, Flink } from "../ports/index.ts";
import { clusterPort, type Line } from "./clusterPort.ts";
import { DeploymentController } from "./controllers/deploymentController.ts";
import { EventRecorder } from "./controllers/events.ts";
import { Kubelet } from "./controllers/kubelet.ts";
import { NamespaceController } from "./controllers/namespaceController.ts";
import { FlinkProcesses } from "./flink/flinkProcesses.ts";
import type { SnapshotFate } from "./flink/flinkCluster.ts";
import type { Incarnation } from "./flink/incarnations.ts";
import type { Snapshot } from "./flink/stateStore.ts";
import type { Job } from "./flink/job.ts";
import type { SubmissionFate } from "./flink/submission.ts";
import type { ServiceProxyParts } from "./flink/serviceProxy.ts";
import { flinkPort } from "./flinkPort.ts";
import { ApiServer } from "./kubernetes/apiServer.ts";
import { GarbageCollector } from "./kubernetes/garbageCollector.ts";
import { SimulatedArtifacts } from "./simulatedArtifacts.ts";
import type { SeededIds } from "./simulation/seededIds.ts";
import type { Timeline } from "./simulation/timeline.ts";

export interface PortCall {
  readonly port: "kubernetes" | "flink" | "artifacts";
  readonly verb: string;
  readonly what: string;
}

/** Names a Flink cluster: the namespace and its cluster id. */
export interface FlinkClusterName {
  readonly namespace: string;
  readonly name: string;
}

/** Names a job: of an application there is but one, of a session cluster the first where no id is given. */
export interface FlinkJobName extends FlinkClusterName {
  readonly job?: JobId | undefined;
}

/** What somebody asks whether they may do it (authorization.k8s.io/v1 ResourceAttributes). */
export interface Access {
  /** `undefined`: in all namespaces. */
  readonly namespace: string | undefined;
  readonly group: string;
  /** `services/proxy` for a subresource. */
  readonly resource: string;
  readonly verb: string;
}

export interface SimulatedSpokeParts {
  readonly name: string;
  readonly time: Timeline;
  readonly ids: SeededIds;
  readonly violation: (what: string) => void;
}

/** One Kubernetes cluster that runs Flink, in memory: what is in it, what it does by itself, and how it can be made to fail. */
export class SimulatedSpoke {
  readonly name: string;
  readonly cluster: Cluster;
  readonly flink: Flink;
  /** Where its session jobs find jars: what a test puts there. */
  readonly artifacts: SimulatedArtifacts;
  /** For hand edits in tests, and for HTTP. */
  readonly api: ApiServer;
  readonly proxy: ServiceProxyParts;
  /** Every call of a port, those that failed among them. */
  readonly calls: PortCall[] = [];
  /** Off: every call is the fault `unavailable`. */
  reachable = true;
  /** Off: the service proxy runs into a timeout, as behind a security group that is closed. */
  flinkReachable = true;
  /** As a quota would refuse them: the Deployment controller reports ReplicaFailure. */
  podsRefused: string | undefined;
  /** What access reviews are answered with. Nothing is refused by it: the world lets everybody do everything. */
  may: (access: Access) => boolean = () => true;
  readonly #processes: FlinkProcesses;
  readonly #kubelet: Kubelet;

  constructor({ name, time, ids, violation }: SimulatedSpokeParts) {
    this.name = name;
    this.api = new ApiServer(time, ids);
    const { api } = this;
    const events = new EventRecorder(api, time);
    this.#processes = new FlinkProcesses({ api, time, violation, randomJobId: () => ids.jobId() });
    new GarbageCollector(api, time);
    new NamespaceController(api, time);
    new DeploymentController({ api, time, ids, events, podsRefused: () => this.podsRefused });
    this.#kubelet = new Kubelet({ api, time, events, start: this.#processes.start });
    this.proxy = { api, processes: this.#processes, podsReachable: () => this.flinkReachable };
    this.cluster = clusterPort(api, this.#line("kubernetes"));
    this.flink = flinkPort(this.proxy, this.#line("flink"));
    // They come from elsewhere: also while the cluster cannot be reached.
    this.artifacts = new SimulatedArtifacts((what) => void this.calls.push({ port: "artifacts", verb: "open", what }));
    for (const definition of definitions) api.create(definition);
    for (const namespace of ["default", "kube-system"])
      api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  }

  /** The job of a running application comes to its end. */
  finishJob(of: FlinkJobName): void {
    this.#jobOf(of).finish();
  }

  /** The job fails for good, with this as its stack trace. */
  failJob(of: FlinkJobName, stackTrace: string): void {
    this.#jobOf(of).failForGood(stackTrace);
  }

  /** A task of the job throws this: the restart strategy decides what follows. */
  failTask(of: FlinkJobName, stackTrace: string): void {
    this.#jobOf(of).failTask(stackTrace);
  }

  /** How far the job has counted: ten a second while all its tasks run. */
  countOf(of: FlinkJobName): number {
    return this.#jobOf(of).count;
  }

  /** Every start of a job under this cluster id, oldest first. */
  incarnations({ namespace, name }: FlinkClusterName): readonly Incarnation[] {
    return this.#processes.cluster(namespace, name).incarnations.all;
  }

  /** What becomes of the next savepoint of this cluster, whoever asks for it. */
  decideNextSavepoint({ namespace, name }: FlinkClusterName, fate: SnapshotFate): void {
    this.#processes.cluster(namespace, name).nextSavepointFate = fate;
  }

  /** What becomes of all periodic checkpoints of this cluster; `undefined`: they succeed again. */
  decideCheckpoints({ namespace, name }: FlinkClusterName, fate: SnapshotFate | undefined): void {
    this.#processes.cluster(namespace, name).checkpointFate = fate;
  }

  /** What becomes of the next job that is submitted to this session cluster. */
  decideNextSubmission({ namespace, name }: FlinkClusterName, fate: SubmissionFate): void {
    this.#processes.cluster(namespace, name).nextSubmissionFate = fate;
  }

  /** The savepoints and checkpoints that lie in durable storage, oldest first. */
  get snapshots(): readonly Snapshot[] {
    return this.#processes.store.snapshots;
  }

  /** A savepoint that comes from somewhere else. */
  putSnapshot(snapshot: Snapshot): void {
    this.#processes.store.put(snapshot);
  }

  /** Somebody deletes a savepoint or a checkpoint from storage. */
  lose(path: string): void {
    if (this.#processes.store.find(path) === undefined) throw new Error(`nothing lies at ${path} in ${this.name}`);
    this.#processes.store.discard(path);
  }

  /** As `kubectl delete pod --force`: no time to say goodbye. */
  killPod({ namespace, name }: { readonly namespace: string; readonly name: string }): void {
    this.api.delete({ kind: "Pod", namespace, name }, { gracePeriodSeconds: 0 });
  }

  /** The process in a pod dies, and its container is started again in the same pod. */
  killProcess({ namespace, name }: { readonly namespace: string; readonly name: string }): void {
    this.#kubelet.killProcess(this.api.read({ kind: "Pod", namespace, name }).metadata.uid ?? "");
  }

  #jobOf({ namespace, name, job: id }: FlinkJobName): Job {
    const jobs = this.#processes.cluster(namespace, name).leader?.jobs ?? [];
    const job = id === undefined ? jobs[0] : jobs.find(({ parts }) => parts.id === id);
    if (job === undefined)
      throw new Error(`no job${id === undefined ? "" : ` ${id}`} runs in ${this.name} ${namespace}/${name}`);
    return job;
  }

  #line(port: PortCall["port"]): Line {
    return (verb, what) => {
      this.calls.push({ port, verb, what });
      if (this.reachable) return;
      throw new Faulted({ kind: "unavailable", what, because: `connect ETIMEDOUT ${this.name}` });
    };
  }
}
