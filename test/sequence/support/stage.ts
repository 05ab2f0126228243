import { expect } from "vitest";
import { minutes, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Incarnation } from "../../../lib/world/flink/incarnations.ts";
import type { SnapshotFate } from "../../../lib/world/flink/flinkCluster.ts";
import { application, type Fields, type Wanted } from "./application.ts";
import { Scene } from "./scene.ts";

interface Status {
  readonly lifecycleState?: string;
  readonly error?: string;
  readonly jobStatus?: Fields;
  readonly fleet?: Fields;
  readonly reconciliationStatus?: { readonly state?: string };
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

/** A scene with one application in it, what can happen to it, and what must be true of it. */
export class Stage {
  readonly scene: Scene;
  readonly name: string;

  constructor(wanted: Wanted = {}, scene = new Scene()) {
    this.scene = scene;
    this.name = wanted.name ?? "orders";
    scene.apply(application(wanted));
  }

  get #of(): { readonly namespace: string; readonly name: string } {
    return { namespace: "default", name: this.name };
  }

  get status(): Status {
    return (this.scene.resource(this.name)["status"] ?? {}) as Status;
  }

  get runs(): readonly Incarnation[] {
    return this.scene.spoke.incarnations(this.#of);
  }

  async passFor(time: Millis, every: Millis = seconds(5)): Promise<void> {
    await this.scene.passFor(time, every);
  }

  /** Long enough for anything that is asked for once. */
  async settle(time: Millis = minutes(2), every: Millis = seconds(5)): Promise<void> {
    await this.passFor(time, every);
  }

  /** As `kubectl patch --type merge`. */
  edit(what: string, spec: Fields): void {
    this.scene.tell(`edit    ${what}`);
    this.scene.spoke.api.patch({ kind: "FlinkDeployment", ...this.#of }, { type: "merge", body: { spec } });
  }

  /** The status as another operator, or a person, leaves it. */
  writeStatus(what: string, change: (status: Fields) => Fields): void {
    this.scene.tell(`status  ${what}`);
    const ref = { kind: "FlinkDeployment", ...this.#of } as const;
    const object = this.scene.spoke.api.read(ref);
    const body = { ...object, status: change((object["status"] ?? {}) as Fields) };
    this.scene.spoke.api.update(body, { subresource: "status", manager: "somebody" });
  }

  finish(): void {
    this.scene.tell("finish  the job");
    this.scene.spoke.finishJob(this.#of);
  }

  fail(because = "java.lang.IllegalStateException: broker is gone"): void {
    this.scene.tell("fail    the job");
    this.scene.spoke.failJob(this.#of, because);
  }

  fateOfSavepoint(fate: SnapshotFate): void {
    this.scene.tell(`decide  the next savepoint ${fate.kind}`);
    this.scene.spoke.decideNextSavepoint(this.#of, fate);
  }

  /** A hand that deletes the JobManager's Deployment. */
  deleteJobManager(): void {
    this.scene.tell("delete  the JobManager's Deployment");
    this.scene.spoke.api.delete({ kind: "Deployment", ...this.#of });
  }

  deleteTaskManagers(): void {
    this.scene.tell("delete  the TaskManagers' Deployment");
    this.scene.spoke.api.delete({ kind: "Deployment", namespace: "default", name: `${this.name}-taskmanager` });
  }

  killPods(component: "jobmanager" | "taskmanager"): void {
    this.scene.tell(`kill    the ${component} pods`);
    for (const { metadata } of this.scene.spoke.api.list("Pod").items) {
      const { labels = {}, namespace = "default", name } = metadata;
      if (labels["app"] === this.name && labels["component"] === component)
        this.scene.spoke.killPod({ namespace, name });
    }
  }

  /** A hand that deletes the ConfigMaps of high availability. */
  deleteHa(): void {
    this.scene.tell("delete  the HA metadata");
    for (const { metadata } of this.scene.spoke.api.list("ConfigMap").items) {
      const { labels = {}, namespace = "default", name } = metadata;
      if (labels["app"] === this.name && labels["type"] === "flink-native-kubernetes" && name.endsWith("-config-map"))
        this.scene.spoke.api.delete({ kind: "ConfigMap", namespace, name });
    }
  }

  /** Every start of the job, each in a line. */
  tellRuns(): void {
    for (const run of this.runs) this.scene.tell(`ran     ${runText(run)}`);
  }
}

/** Up and running for a while; the story begins there. */
export async function running(wanted: Wanted = {}, time: Millis = seconds(50)): Promise<Stage> {
  const stage = new Stage(wanted);
  await stage.passFor(time);
  expect(stage.status.jobStatus).toMatchObject({ state: "RUNNING" });
  stage.scene.beginStory();
  return stage;
}

/** What must be true whatever happens. `givenUp`: starts by their number (from 0) for which the user gave the state up. */
export function expectStateKept({ scene, runs }: Stage, givenUp: readonly number[] = []): void {
  expect(scene.world.violations).toEqual([]);
  expect(losses(runs, givenUp)).toEqual([]);
}

/** The story, with every start of the job at its end. */
export async function expectStory(stage: Stage, name: string, givenUp: readonly number[] = []): Promise<void> {
  stage.tellRuns();
  expectStateKept(stage, givenUp);
  await expect(stage.scene.story).toMatchFileSnapshot(`golden/${name}.txt`);
}

/** Starts from older state than the newest that lay in storage by then. One whose restore failed has processed nothing. */
export const losses = (runs: readonly Incarnation[], givenUp: readonly number[] = []): readonly string[] =>
  runs.flatMap((run, index) =>
    run.restore === "failed" || givenUp.includes(index) || run.restoredCount >= run.newestDurableCount
      ? []
      : [`start ${index}: ${runText(run)}`],
  );

export function runText({
  jobId,
  restore,
  restoredFrom,
  restoredCount,
  newestDurableCount,
  state,
  endCount,
}: Incarnation): string {
  const from =
    restore === "path"
      ? restoredFrom?.split("/").slice(-2).join("/")
      : restore === "ha"
        ? `HA ${restoredFrom?.split("/").at(-1)}`
        : restore;
  return `${jobId} from ${from} at ${restoredCount} (newest ${newestDurableCount}): ${state}${endCount === 0 ? "" : ` at ${endCount}`}`;
}
