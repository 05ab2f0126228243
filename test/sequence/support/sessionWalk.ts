import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import type { Sweep } from "../../../lib/shell/sweep.ts";
import type { Fields, UpgradeMode } from "./application.ts";
import { Scene } from "./scene.ts";
import { brokenIn } from "./sessionLosses.ts";
import { SessionStage } from "./sessionStage.ts";

/** A small world to try every order in: session clusters, and jobs on the first of them. */
export interface SmallSession {
  readonly ha: boolean;
  readonly upgradeMode: UpgradeMode;
  readonly jobs: readonly string[];
  readonly clusters?: readonly string[];
  /** Of the clusters. */
  readonly configuration?: Fields;
}

/** What somebody does, or what happens; nothing of it gives a state up. */
export type SmallAct = (walk: SessionWalk) => void;

const stateless = "stateless";

/** One life of a small world: what was done in it, and what must have come of it. */
export class SessionWalk {
  readonly stage: SessionStage;
  readonly small: SmallSession;
  #nonce = 1;
  /** Of each job: starts that a user has let begin from nothing. */
  readonly #anew = new Map<string, number[]>();

  constructor(small: SmallSession, seed = 1) {
    this.small = small;
    this.stage = new SessionStage({ clusters: [], jobs: [] }, new Scene(seed));
    for (const cluster of this.clusters) this.createCluster(cluster);
    for (const job of small.jobs) this.createJob(job);
  }

  nonce(): number {
    this.#nonce += 1;
    return this.#nonce;
  }

  get clusters(): readonly string[] {
    return this.small.clusters ?? ["shared"];
  }

  createCluster(name = "shared"): void {
    const { ha, configuration = {} } = this.small;
    if (!this.stage.isThere("FlinkDeployment", name)) this.stage.addCluster({ name, ha, configuration });
  }

  /** A resource that is made anew is another one: it starts from nothing. */
  createJob(name: string): void {
    if (this.stage.isThere("FlinkSessionJob", name)) return;
    const anew = this.#anew.get(name) ?? [];
    this.#anew.set(name, [...anew, this.stage.runs(name).length]);
    this.stage.addJob({ name, upgradeMode: this.small.upgradeMode });
  }

  editJob(what: string, spec: Fields, name: string): void {
    if (this.stage.isThere("FlinkSessionJob", name)) this.stage.edit(what, spec, name);
  }

  editCluster(what: string, spec: Fields, name = "shared"): void {
    if (this.stage.isThere("FlinkDeployment", name)) this.stage.editCluster(what, spec, name);
  }

  delete(kind: "FlinkDeployment" | "FlinkSessionJob", name: string): void {
    if (this.stage.isThere(kind, name)) this.stage.delete(kind, name);
  }

  /** Nothing ran twice, and nothing began from older state. */
  broken(): readonly string[] {
    const { stage, small } = this;
    const lost = (job: string): readonly string[] => {
      const all = brokenIn(stage, job, small.upgradeMode === stateless ? every : this.#anew.get(job));
      return all.map((what) => `${job} ${what}`);
    };
    return [...stage.scene.world.violations, ...small.jobs.flatMap(lost)];
  }

  /** Looks until nothing is written any more for a while, then after every deadline there is, and once more until nothing is written. */
  async comesToRest(): Promise<void> {
    await this.#quiet();
    this.stage.scene.world.advance(minutes(16));
    await this.#quiet();
  }

  async #quiet(): Promise<void> {
    const { scene } = this.stage;
    for (let passed = 0, quiet = 0; passed < minutes(10) && quiet < 8; passed += seconds(5)) {
      quiet = isQuiet(await scene.pass()) ? quiet + 1 : 0;
      scene.world.advance(seconds(5));
    }
  }

  /** Everything that is not as its spec asks, and tells nobody what to do about it. */
  stuck(): readonly string[] {
    const { stage, clusters } = this;
    const jobs = this.small.jobs.filter((job) => stage.isThere("FlinkSessionJob", job));
    return [
      ...there(stage, clusters).flatMap((cluster) => stuckCluster(stage, cluster, jobs)),
      ...jobs.flatMap((job) => stuckJob(this, job)),
      ...strays(stage, this.small.jobs),
    ];
  }
}

const there = (stage: SessionStage, clusters: readonly string[]): readonly string[] =>
  clusters.filter((cluster) => stage.isThere("FlinkDeployment", cluster));

const every = Array.from({ length: 50 }, (_, index) => index);

const isQuiet = (swept: Sweep): boolean => swept.kind === "swept" && swept.results.every(({ wrote }) => !wrote);

type Status = ReturnType<SessionStage["status"]>;

/** Somebody has to act, and is told how: the reason. */
function asked({ conditions = [] }: Status): string | undefined {
  return conditions.find(({ type, status }) => type === "Degraded" && status === "True")?.reason;
}

const text = (name: string, { lifecycleState, jobStatus, conditions = [] }: Status): string =>
  `${name} is ${lifecycleState}, job ${jobStatus?.state}: ${conditions.map(({ type, status, reason, message }) => `${type}=${status} ${reason} (${message})`).join("; ")}`;

const isGoing = (stage: SessionStage, cluster: string): boolean =>
  stage.scene.resource(cluster).metadata.deletionTimestamp !== undefined;

function stuckCluster(stage: SessionStage, cluster: string, jobs: readonly string[]): readonly string[] {
  const status = stage.clusterStatus(cluster);
  const isUp = status.lifecycleState === "STABLE" && isReady(status) && isNewest(status, stage.scene.resource(cluster));
  const waits = isGoing(stage, cluster)
    ? asked(status) === "CleanupFailed" && jobs.length > 0
    : asked(status) === "SessionJobsRun" && jobs.some((job) => asked(stage.status(job)) === "StateInDoubt");
  return (isUp && !isGoing(stage, cluster)) || waits ? [] : [text(cluster, status)];
}

/** What runs is what is asked for now. */
const isNewest = (status: Status, { metadata }: KubernetesObject): boolean =>
  status.observedGeneration === metadata.generation;

const isReady = ({ conditions = [] }: Status): boolean =>
  conditions.some(({ type, status }) => type === "Ready" && status === "True");

function stuckJob({ stage, clusters }: SessionWalk, job: string): readonly string[] {
  const object = stage.scene.spoke.api.read({ kind: "FlinkSessionJob", namespace: "default", name: job });
  const status = stage.status(job);
  const wanted = (object["spec"] as { readonly job: { readonly state?: string } }).job.state ?? "running";
  const isDeleted = object.metadata.deletionTimestamp !== undefined;
  const isAsWanted =
    wanted === "suspended" ? isSuspended(status) && !isRunning(stage, job) : runs(status) && isNewest(status, object);
  return (!isDeleted && isAsWanted) || isTold(stage, clusters, status) ? [] : [text(job, status)];
}

/** What only a user can decide, or bring back. */
function isTold(stage: SessionStage, clusters: readonly string[], status: Status): boolean {
  const areUp = clusters.every((name) => stage.isThere("FlinkDeployment", name) && !isGoing(stage, name));
  return asked(status) === "StateInDoubt" || (asked(status) === "SessionClusterNotReady" && !areUp);
}

/** What was never started is CREATED, and as suspended as can be. */
const isSuspended = ({ lifecycleState }: Status): boolean =>
  lifecycleState === "SUSPENDED" || lifecycleState === "CREATED";

const isRunning = (stage: SessionStage, job: string): boolean =>
  stage.runs(job).some(({ endedAt }) => endedAt === undefined);

const runs = ({ lifecycleState, jobStatus }: Status): boolean =>
  lifecycleState === "STABLE" && jobStatus?.state === "RUNNING";

/** Jobs that run, and that no resource speaks of. */
function strays(stage: SessionStage, jobs: readonly string[]): readonly string[] {
  return jobs.flatMap((name) => {
    const known = stage.isThere("FlinkSessionJob", name) ? stage.status(name).jobStatus?.jobId : undefined;
    return stage
      .runs(name)
      .filter(({ endedAt, jobId }) => endedAt === undefined && jobId !== known)
      .map(({ jobId }) => `${jobId} of ${name} runs, and its resource does not speak of it`);
  });
}
