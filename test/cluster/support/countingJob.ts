import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ServiceProxyFlink } from "../../../lib/adapters/flink/serviceProxyFlink.ts";
import { contextAccess } from "../../../lib/adapters/kubeconfig/contextAccess.ts";
import { readKubeconfig } from "../../../lib/adapters/kubeconfig/kubeconfig.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { flinkDeployment, type FlinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import type { JobId } from "../../../lib/core/flink.ts";
import type { KindName } from "../../../lib/core/kubernetes.ts";
import type { FlinkAddress } from "../../../lib/ports/index.ts";
import { eventually } from "./eventually.ts";
import { clusterApi, clusterConnection } from "./fleet.ts";
import { countingResource, type Kind } from "./countingResource.ts";
import { dataInPods } from "./flinkDataVolume.ts";
import { type FlinkNamespace, makeNamespace } from "./namespace.ts";
import { type PodWatch, watchJobManagers } from "./podWatch.ts";
import { apply, kubeconfig, kubectl } from "./rig.ts";
import { lostState, readJournal, type Run, runTwice } from "./stateJournal.ts";

type Json = Readonly<Record<string, unknown>>;

const terminal: readonly string[] = ["FAILED", "CANCELED", "FINISHED", "SUSPENDED"];

/** The counting job as a FlinkDeployment in a namespace of its own, and all that a test wants to know of it. */
export class CountingJob {
  readonly kind: Kind;
  readonly namespace: FlinkNamespace;
  readonly name = "count";
  readonly api;
  readonly flink: ServiceProxyFlink;
  readonly #watch: PodWatch;
  readonly #journals: string[] = [];
  /** How many of the pods that were seen side by side are not our doing. */
  #rolled = 0;

  private constructor(kind: Kind, namespace: FlinkNamespace) {
    this.kind = kind;
    this.namespace = namespace;
    this.api = clusterApi(kind.cluster);
    this.flink = new ServiceProxyFlink(clusterConnection(kind.cluster));
    const access = contextAccess(readKubeconfig(kubeconfig(kind.cluster)), kind.cluster, systemClock.now());
    this.#watch = watchJobManagers(access, namespace.name);
  }

  static async in(kind: Kind): Promise<CountingJob> {
    return new CountingJob(kind, await makeNamespace(kind.cluster, `count-${kind.mode}`));
  }

  get address(): FlinkAddress {
    return { namespace: this.namespace.name, service: `${this.name}-rest`, scheme: "http" };
  }

  /** Creates it. `spec`, `configuration` and `jobParts` come over what is usual; an option that is null is not set. */
  async create(spec: Json = {}, configuration: Json = {}, jobParts: Json = {}): Promise<void> {
    const args = this.writingTo("journal");
    const parts = { spec, configuration, job: { args, ...jobParts } };
    await apply(this.kind.cluster, countingResource(this.kind, this.namespace, this.name, parts));
  }

  /** Arguments of the job. Another journal is another history of the state: for starts that are to give the old one up. */
  writingTo(journal: string): readonly string[] {
    if (!this.#journals.includes(journal)) this.#journals.push(journal);
    const failing = ["--fail-when-exists", `${dataInPods}/fail`];
    return ["--journal", `${dataInPods}/${journal}`, ...failing];
  }

  /** While this file of the machine is there the job fails. */
  get failFile(): string {
    return join(this.namespace.data, "fail");
  }

  async patch(spec: Json): Promise<void> {
    const ref = { kind: "FlinkDeployment", namespace: this.namespace.name, name: this.name } as const;
    await this.api.patch(ref, { spec });
  }

  async look(): Promise<FlinkDeployment> {
    const ref = { kind: "FlinkDeployment", namespace: this.namespace.name, name: this.name } as const;
    return flinkDeployment.parse(await this.api.read(ref));
  }

  async until(what: string, wanted: (seen: FlinkDeployment) => boolean, patience = 120): Promise<FlinkDeployment> {
    const { cluster, mode } = this.kind;
    return eventually(`${mode} in ${cluster}: ${what}`, () => this.look(), wanted, patience);
  }

  /** What the resource asks for now runs, and is called stable. */
  untilUp(patience = 180): Promise<FlinkDeployment> {
    return this.until("to be up", isUp, patience);
  }

  /** A run of the job after those that were there before; it has begun to count. */
  async untilStarted(before: number, journal = "journal", patience = 180): Promise<Run> {
    const counts = ({ startTotal, lastTotal }: Run): boolean => lastTotal > startTotal;
    const runs = await eventually(
      `run ${before + 1} of the job in ${this.kind.cluster}`,
      () => this.runs(journal),
      (seen) => seen.slice(before).some(counts),
      patience,
    );
    const found = runs.slice(before).find(counts);
    if (found === undefined) throw new Error("it was there a moment ago");
    return found;
  }

  runs(journal = "journal"): Promise<readonly Run[]> {
    return readJournal(join(this.namespace.data, journal));
  }

  /** Checkpoints complete: there is something to lose. */
  async untilCheckpoint(journal = "journal"): Promise<number> {
    const newest = async (): Promise<number> => (await this.runs(journal)).at(-1)?.completed.at(-1) ?? 0;
    return eventually("a checkpoint", newest, (total) => total > 0, 60);
  }

  /** The ids of the jobs that Flink has not ended. */
  async jobsUnderWay(): Promise<readonly string[]> {
    const jobs = await this.flink.jobs(this.address);
    return jobs.filter(({ state }) => !terminal.includes(state)).map(({ id }) => id);
  }

  /** Of all vertices of the job, each once. */
  async parallelism(): Promise<readonly number[]> {
    const { status } = await this.look();
    const vertices = await this.flink.vertices(this.address, status.jobStatus?.jobId as JobId);
    return [...new Set(vertices.map(({ parallelism }) => parallelism))];
  }

  async namesOf(kind: KindName, labels?: string): Promise<readonly string[]> {
    const found = await this.api.list({ kind, namespace: this.namespace.name, labels });
    return found.map(({ metadata }) => metadata.name);
  }

  /** How far those are that a nonce asked for. */
  async manualSnapshots(): Promise<readonly unknown[]> {
    const labels = "snapshot.trigger-type=MANUAL";
    const found = await this.api.list({ kind: "FlinkStateSnapshot", namespace: this.namespace.name, labels });
    return found.map(({ status }) => (status as { readonly state?: string } | undefined)?.state);
  }

  podsOf(component: "jobmanager" | "taskmanager"): Promise<readonly string[]> {
    return this.namesOf("Pod", `component=${component}`);
  }

  /** The savepoints that are complete or were begun, of all times. */
  async savepoints(): Promise<readonly string[]> {
    return (await readdir(join(this.namespace.data, "savepoints"))).toSorted();
  }

  async deleteDeployment(name: string): Promise<void> {
    await this.api.remove({ kind: "Deployment", namespace: this.namespace.name, name }, { propagation: "Background" });
  }

  /** At once, as far as the kubelet goes along. */
  async killPods(component: "jobmanager" | "taskmanager"): Promise<void> {
    const { cluster } = this.kind;
    const pods = ["-l", `component=${component}`, "-n", this.namespace.name];
    await kubectl(cluster, "delete", "pods", ...pods, "--grace-period=1", "--wait=false");
  }

  async events(): Promise<readonly string[]> {
    const events = await this.api.list({ kind: "Event", namespace: this.namespace.name });
    return events
      .filter((event) => JSON.stringify(event["involvedObject"]).includes(`"FlinkDeployment"`))
      .map((event) => `${String(event["type"])} ${String(event["reason"])} ${String(event["message"])}`);
  }

  /** Somebody has edited the JobManager's pods, and Kubernetes has replaced them one beside the other, up to now. */
  hasRolled(): void {
    this.#rolled = this.#watch.sideBySide().length;
  }

  /** All that must never have been, from the first act on. */
  async faults(): Promise<readonly string[]> {
    const journals = await Promise.all(this.#journals.map((journal) => this.runs(journal)));
    return [
      ...journals.flatMap(lostState),
      ...runTwice(journals.flat()),
      ...this.#watch.sideBySide().slice(this.#rolled),
    ];
  }

  async delete(): Promise<void> {
    const ref = { kind: "FlinkDeployment", namespace: this.namespace.name, name: this.name } as const;
    await this.api.remove(ref, { propagation: "Background" });
  }

  /** While the fleet runs: the finalizer is its own. */
  async remove(): Promise<void> {
    const { cluster } = this.kind;
    await kubectl(cluster, "delete", "flinkdep", "--all", "-n", this.namespace.name, "--timeout=120s");
    await this.#watch.stop();
    await this.namespace.remove();
  }
}

export function isUp({ metadata, status }: Pick<FlinkDeployment, "metadata" | "status">): boolean {
  return (
    status.observedGeneration === metadata.generation &&
    status.lifecycleState === "STABLE" &&
    status.jobStatus?.state === "RUNNING" &&
    status.conditions.find(({ type }) => type === "Ready")?.status === "True"
  );
}
