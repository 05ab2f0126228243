import { expect } from "vitest";
import { minutes, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Incarnation } from "../../../lib/world/flink/incarnations.ts";
import { Scene } from "./scene.ts";
import { jarUri, sessionCluster, sessionJob, type WantedSessionJob } from "./session.ts";
import type { Fields, Wanted } from "./application.ts";
import { losses, runText } from "./stage.ts";

interface Status {
  readonly lifecycleState?: string;
  readonly error?: string;
  readonly observedGeneration?: number;
  readonly jobStatus?: { readonly state?: string; readonly jobId?: string };
  readonly fleet?: Fields;
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

type WantedCluster = Omit<Wanted, "job" | "upgradeMode">;

export interface WantedSession {
  readonly clusters?: readonly WantedCluster[];
  readonly jobs?: readonly WantedSessionJob[];
}

/** Session clusters with jobs on them, what can happen to them, and what must be true of them. */
export class SessionStage {
  readonly scene: Scene;
  readonly #clusters = new Set<string>();

  constructor({ clusters = [{}], jobs = [{}] }: WantedSession = {}, scene = new Scene()) {
    this.scene = scene;
    this.scene.spoke.artifacts.put(jarUri, "a jar");
    for (const cluster of clusters) this.addCluster(cluster);
    for (const job of jobs) this.addJob(job);
  }

  addCluster(wanted: WantedCluster = {}): void {
    this.#clusters.add(wanted.name ?? "shared");
    this.scene.apply(sessionCluster(wanted));
  }

  addJob(wanted: WantedSessionJob = {}): void {
    this.scene.apply(sessionJob(wanted));
  }

  isThere(kind: "FlinkDeployment" | "FlinkSessionJob", name: string): boolean {
    return this.scene.names(kind).includes(name);
  }

  status(name = "counts"): Status {
    return this.#statusOf("FlinkSessionJob", name);
  }

  clusterStatus(name = "shared"): Status {
    return this.#statusOf("FlinkDeployment", name);
  }

  #statusOf(kind: "FlinkDeployment" | "FlinkSessionJob", name: string): Status {
    return (this.scene.spoke.api.read({ kind, namespace: "default", name })["status"] ?? {}) as Status;
  }

  async passFor(time: Millis = minutes(1), every: Millis = seconds(2)): Promise<void> {
    await this.scene.passFor(time, every);
  }

  /** As `kubectl patch --type merge`. */
  edit(what: string, spec: Fields, name = "counts"): void {
    this.scene.tell(`edit    ${name}: ${what}`);
    this.#patch("FlinkSessionJob", name, spec);
  }

  editCluster(what: string, spec: Fields, name = "shared"): void {
    this.scene.tell(`edit    ${name}: ${what}`);
    this.#patch("FlinkDeployment", name, spec);
  }

  delete(kind: "FlinkDeployment" | "FlinkSessionJob", name: string): void {
    this.scene.tell(`delete  ${kind} ${name}`);
    this.scene.spoke.api.delete({ kind, namespace: "default", name });
  }

  deleteJobManager(name = "shared"): void {
    this.scene.tell(`delete  the JobManager's Deployment of ${name}`);
    this.scene.spoke.api.delete({ kind: "Deployment", namespace: "default", name });
  }

  killJobManager(of = "shared"): void {
    this.scene.tell(`kill    the JobManager's pod of ${of}`);
    for (const { metadata } of this.scene.spoke.api.list("Pod").items) {
      const { labels = {}, namespace = "default", name } = metadata;
      if (labels["app"] === of && labels["component"] === "jobmanager") this.scene.spoke.killPod({ namespace, name });
    }
  }

  /** Every start of a job of that name, on whichever cluster, oldest first. */
  runs(name = "counts"): readonly Incarnation[] {
    return [...this.#clusters]
      .flatMap((cluster) => this.scene.spoke.incarnations({ namespace: "default", name: cluster }))
      .filter(({ jobName }) => jobName === name)
      .toSorted((one, other) => one.startedAt - other.startedAt);
  }

  #patch(kind: "FlinkDeployment" | "FlinkSessionJob", name: string, spec: Fields): void {
    this.scene.spoke.api.patch({ kind, namespace: "default", name }, { type: "merge", body: { spec } });
  }
}

/** Up and running for a while; the story begins there. */
export async function runningSession(wanted: WantedSession = {}, time: Millis = seconds(50)): Promise<SessionStage> {
  const stage = new SessionStage(wanted);
  await stage.passFor(time);
  for (const { name = "counts" } of wanted.jobs ?? [{}]) {
    expect(stage.status(name).jobStatus).toMatchObject({ state: "RUNNING" });
  }
  stage.scene.beginStory();
  return stage;
}

/** The story, with every start of each job at its end; nothing ran twice, and nothing from older state. */
export async function expectSessionStory(
  stage: SessionStage,
  name: string,
  { jobs = ["counts"], givenUp = [] }: { readonly jobs?: readonly string[]; readonly givenUp?: readonly number[] } = {},
): Promise<void> {
  for (const job of jobs) {
    for (const run of stage.runs(job)) stage.scene.tell(`ran     ${job}: ${runText(run)}`);
    expect(losses(stage.runs(job), givenUp)).toEqual([]);
  }
  expect(stage.scene.world.violations).toEqual([]);
  await expect(stage.scene.story).toMatchFileSnapshot(`golden/session/${name}.txt`);
}
