import { Faulted } from "../../core/fault.ts";
import type * as Told from "../../core/flink.ts";
import type { KubernetesObject, ObjectRef } from "../../core/kubernetes.ts";
import { isJson, part } from "../../core/objects/json.ts";
import { laterPath } from "../../core/planning/later.ts";
import { keptJobs, withoutJob } from "../../core/planning/wentWell.ts";
import { flinkText, refOf, type WriteVerb } from "../../core/planning/write.ts";
import type { Clock, Flink, FlinkAddress } from "../../ports/index.ts";
import type { RehearsedObjects } from "./rehearsedObjects.ts";

interface Parts {
  readonly real: Flink;
  readonly objects: RehearsedObjects;
  readonly clock: Clock;
  readonly tell: (verb: WriteVerb, object: string) => void;
}

/**
 * The Flink clusters of a spoke, in which everything that is asked for is done at once and nothing of it really: savepoints are complete,
 * jobs have ended or run. What runs and is not touched is asked as it is.
 */
export class RehearsedFlink implements Flink {
  readonly #parts: Parts;
  readonly #ended = new Map<string, Pick<Told.JobOverview, "state" | "endTime">>();
  readonly #taken = new Map<string, Told.CheckpointInfo>();
  readonly #operations = new Set<string>();
  readonly #run = new Map<string, Told.JobId[]>();
  readonly #requirements = new Map<string, Told.ResourceRequirements>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async jobs(at: FlinkAddress): Promise<readonly Told.JobOverview[]> {
    const { real, clock } = this.#parts;
    const found = (await this.#isNew(at)) ? await this.#jobOf(at) : await real.jobs(at);
    const started = (this.#run.get(keyOf(at)) ?? []).map((id) => running(id, clock.now()));
    return [...found, ...started].map((job) => ({ ...job, ...this.#ended.get(job.id) }));
  }

  async clusterInfo(at: FlinkAddress): Promise<Told.FlinkClusterInfo> {
    if (!(await this.#isNew(at))) return await this.#parts.real.clusterInfo(at);
    const { flinkVersion = "" } = part((await this.#resource(at)) ?? {}, "spec") as { readonly flinkVersion?: string };
    return { version: flinkVersion.slice(1).replace("_", "."), revision: "", taskManagers: 1 };
  }

  async exceptions(at: FlinkAddress, job: Told.JobId, limit: number): Promise<readonly Told.JobException[]> {
    return (await this.#knows(at, job)) ? await this.#parts.real.exceptions(at, job, limit) : [];
  }

  async cancel(at: FlinkAddress, job: Told.JobId): Promise<void> {
    this.#parts.tell("cancel", flinkText(at));
    await this.#end(at, job, "CANCELED");
  }

  async checkpoints(at: FlinkAddress, job: Told.JobId): Promise<Told.Checkpoints> {
    const before = (await this.#knows(at, job)) ? await this.#parts.real.checkpoints(at, job) : none;
    const taken = this.#taken.get(job);
    if (taken === undefined) return before;
    const enabled = before.kind === "enabled" ? before : none;
    return { ...enabled, savepoint: { ...taken, id: (enabled.newestId ?? 0) + 1 } };
  }

  async checkpointDetails(at: FlinkAddress, job: Told.JobId, id: number): Promise<Told.CheckpointInfo | undefined> {
    return (await this.#knows(at, job)) ? await this.#parts.real.checkpointDetails(at, job, id) : undefined;
  }

  async triggerSavepoint(at: FlinkAddress, job: Told.JobId, { triggerId }: Told.SavepointRequest) {
    this.#parts.tell("take a savepoint", flinkText(at));
    return this.#complete(job, triggerId);
  }

  async stopWithSavepoint(at: FlinkAddress, job: Told.JobId, { triggerId }: Told.SavepointRequest) {
    this.#parts.tell("stop with savepoint", flinkText(at));
    const taken = this.#complete(job, triggerId);
    await this.#end(at, job, "FINISHED");
    return taken;
  }

  async savepoint(at: FlinkAddress, job: Told.JobId, trigger: Told.TriggerId): Promise<Told.SavepointProgress> {
    if (this.#operations.has(trigger)) return { kind: "completed", path: laterPath };
    return (await this.#knows(at, job)) ? await this.#parts.real.savepoint(at, job, trigger) : { kind: "unknown" };
  }

  async triggerCheckpoint(at: FlinkAddress, _job: Told.JobId, { triggerId }: { readonly triggerId: Told.TriggerId }) {
    this.#parts.tell("take a checkpoint", flinkText(at));
    this.#operations.add(triggerId);
    return triggerId;
  }

  async checkpoint(at: FlinkAddress, job: Told.JobId, trigger: Told.TriggerId): Promise<Told.CheckpointProgress> {
    if (this.#operations.has(trigger)) return { kind: "completed", checkpointId: 0 };
    return (await this.#knows(at, job)) ? await this.#parts.real.checkpoint(at, job, trigger) : { kind: "unknown" };
  }

  async disposeSavepoint(at: FlinkAddress): Promise<void> {
    this.#parts.tell("dispose of a savepoint", flinkText(at));
  }

  async jobMetrics(at: FlinkAddress, job: Told.JobId, names: readonly string[]) {
    return (await this.#knows(at, job)) ? await this.#parts.real.jobMetrics(at, job, names) : {};
  }

  async vertices(at: FlinkAddress, job: Told.JobId): Promise<readonly Told.JobVertex[]> {
    if (!(await this.#knows(at, job))) return [];
    const found = await this.#parts.real.vertices(at, job);
    const asked = this.#requirements.get(job);
    const times = await this.#growth(at);
    return found.map((vertex) => ({
      ...vertex,
      parallelism: asked?.[vertex.id]?.upperBound ?? Math.round(vertex.parallelism * times),
    }));
  }

  async resourceRequirements(at: FlinkAddress, job: Told.JobId): Promise<Told.ResourceRequirements> {
    return this.#requirements.get(job) ?? (await this.#parts.real.resourceRequirements(at, job));
  }

  async setResourceRequirements(at: FlinkAddress, job: Told.JobId, wanted: Told.ResourceRequirements): Promise<void> {
    this.#parts.tell("rescale", flinkText(at));
    this.#requirements.set(job, wanted);
  }

  async uploadJar(): Promise<Told.JarId> {
    return "rehearsed.jar" as Told.JarId;
  }

  async runJar(at: FlinkAddress, _jar: Told.JarId, { jobId }: Told.JarRun): Promise<Told.JobId> {
    this.#parts.tell("run", flinkText(at));
    this.#run.set(keyOf(at), [...(this.#run.get(keyOf(at)) ?? []), jobId]);
    return jobId;
  }

  async deleteJar(): Promise<void> {}

  #complete(job: Told.JobId, triggerId: Told.TriggerId | undefined): Told.TriggerId {
    const id = triggerId ?? ("0".repeat(32) as Told.TriggerId);
    this.#operations.add(id);
    this.#taken.set(job, { id: 0, path: laterPath, at: this.#parts.clock.now(), isSavepoint: true });
    return id;
  }

  async #end(at: FlinkAddress, job: Told.JobId, state: Told.JobState): Promise<void> {
    this.#ended.set(job, { state, endTime: this.#parts.clock.now() });
    const labels = `app=${nameOf(at)},type in (flink-native-kubernetes,flink-standalone-kubernetes)`;
    const { objects } = this.#parts;
    for (const kept of await objects.list({ kind: "ConfigMap", namespace: at.namespace, labels })) {
      const left = withoutJob(kept, job);
      if (left === undefined) objects.drop(refOf(kept));
      else if (left !== kept) objects.put(left);
    }
  }

  /** Whether the job was there before the rehearsal. */
  async #knows(at: FlinkAddress, job: Told.JobId): Promise<boolean> {
    return !(await this.#isNew(at)) && this.#run.get(keyOf(at))?.includes(job) !== true;
  }

  /** Its JobManager is made in the rehearsal. */
  async #isNew(at: FlinkAddress): Promise<boolean> {
    const ref = deploymentOf(at);
    const [now, before] = [await this.#parts.objects.read(ref), await this.#parts.objects.original(ref)];
    if (now === undefined) throw new Faulted({ kind: "unavailable", what: flinkText(at), because: "it does not run" });
    return now.metadata.uid !== before?.metadata.uid;
  }

  /** An application runs its job as soon as it is up, a session cluster what high availability has kept. */
  async #jobOf(at: FlinkAddress): Promise<readonly Told.JobOverview[]> {
    const resource = await this.#resource(at);
    if (resource === undefined) return [];
    const { jobId } = part(part(resource, "status"), "jobStatus") as { readonly jobId?: Told.JobId };
    const isApplication = isJson(part(resource, "spec")["job"]);
    const ids = isApplication ? [jobId].filter((id) => id !== undefined) : await this.#kept(at);
    return ids.map((id) => running(id, this.#parts.clock.now()));
  }

  async #kept({ namespace, service }: FlinkAddress): Promise<readonly Told.JobId[]> {
    const labels = `app=${nameOf({ service })},type in (flink-native-kubernetes,flink-standalone-kubernetes)`;
    const kept = await this.#parts.objects.list({ kind: "ConfigMap", namespace, labels });
    return kept.flatMap(keptJobs) as Told.JobId[];
  }

  #resource(at: FlinkAddress): Promise<KubernetesObject | undefined> {
    return this.#parts.objects.read({ kind: "FlinkDeployment", namespace: at.namespace, name: nameOf(at) });
  }

  /** By what a job has grown that takes all the slots that there are. */
  async #growth(at: FlinkAddress): Promise<number> {
    const ref = { ...deploymentOf(at), name: `${nameOf(at)}-taskmanager` };
    const replicas = [await this.#parts.objects.original(ref), await this.#parts.objects.read(ref)].map((object) =>
      object === undefined ? 1 : Number(part(object, "spec")["replicas"] ?? 1),
    );
    const [before = 1, now = 1] = replicas;
    return before === 0 ? 1 : now / before;
  }
}

const nameOf = ({ service }: Pick<FlinkAddress, "service">): string => service.replace(/-rest$/u, "");
const keyOf = (at: FlinkAddress): string => `${at.namespace}/${at.service}`;
const deploymentOf = (at: FlinkAddress): ObjectRef => ({
  kind: "Deployment",
  namespace: at.namespace,
  name: nameOf(at),
});

const none: Extract<Told.Checkpoints, { readonly kind: "enabled" }> = {
  kind: "enabled",
  completed: undefined,
  savepoint: undefined,
  restored: undefined,
  inProgressSince: undefined,
  newestId: undefined,
  savepointUnderWay: undefined,
};

const running = (id: Told.JobId, now: number): Told.JobOverview => ({
  id,
  name: "",
  state: "RUNNING",
  startTime: now,
  endTime: -1,
  tasks: { total: 1, running: 1 },
});
