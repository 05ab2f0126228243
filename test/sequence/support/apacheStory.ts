import { readFileSync } from "node:fs";
import { deploymentAnnotation } from "../../../lib/core/configuration/clusterOptions.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { JobId, TriggerId } from "../../../lib/core/flink.ts";
import type { KubernetesObject } from "../../../lib/core/kubernetes.ts";
import type { CreateCluster } from "../../../lib/core/lifecycle/plan.ts";
import { instant, millis, seconds } from "../../../lib/core/time.ts";
import type { DeployIntent } from "../../../lib/api/resources/journal.ts";
import { createCluster } from "../../../lib/shell/createCluster.ts";
import { readable } from "../../../lib/shell/readable.ts";
import { sweep } from "../../../lib/shell/sweep.ts";
import { World } from "../../../lib/world/world.ts";
import type { Fields } from "./application.ts";

interface ApacheStatus extends Fields {
  readonly lifecycleState: string;
  readonly jobManagerDeploymentStatus: "READY" | "DEPLOYED_NOT_READY" | "DEPLOYING" | "MISSING" | "ERROR";
  readonly observedGeneration: number;
  readonly jobStatus: { readonly state?: string; readonly jobId?: JobId; readonly upgradeSavepointPath?: string };
  /** The specs are numbers in `specs`. */
  readonly reconciliationStatus: Fields & {
    readonly state: "UPGRADING" | "DEPLOYED";
    readonly lastReconciledSpec: number;
    readonly lastStableSpec?: number;
    readonly reconciliationTimestamp: number;
  };
}

type Line = { readonly t: number } & (
  | { readonly kind: "user"; readonly does: string; readonly patch?: Fields }
  | { readonly kind: "status"; readonly generation: number; readonly status: ApacheStatus }
);

/** What the Apache operator made of an application's life on a real cluster: every status that it wrote. */
export interface ApacheStory {
  readonly resource: KubernetesObject;
  readonly specs: readonly string[];
  readonly log: readonly Line[];
}

export const apacheStory = (mode: "native" | "standalone"): ApacheStory =>
  JSON.parse(readFileSync(new URL(`../fixtures/apache/${mode}.json`, import.meta.url), "utf8")) as ApacheStory;

/** What was done to the cluster just before a status was written. */
type Act = "create" | "savepoint" | "lastState" | "stateless" | "remove";

const settled = ["STABLE", "SUSPENDED", "FAILED"];

const silent = { info: () => undefined, warn: () => undefined };

/** A world in which the Apache operator acts as it did in the story, up to some line of it. */
export class ApacheWorld {
  readonly world: World;
  /** Starts of the job from here on are of a user who gave its state up. */
  givenUpFrom = Infinity;
  /** Whether a cluster is there that does what was asked for last. */
  up = false;
  /** Clusters that were made: each starts the job once. */
  made = 0;
  readonly #story: ApacheStory;
  readonly #start: number;
  readonly #paths = new Map<string, string>();
  #last: ApacheStatus | undefined;

  constructor(story: ApacheStory) {
    this.#story = story;
    const first = story.log.find((line) => line.kind === "status");
    if (first?.kind !== "status") throw new Error("a story has a status");
    this.#start = first.status.reconciliationStatus.reconciliationTimestamp - 1000;
    this.world = new World({ start: instant(this.#start) });
  }

  get #ref() {
    return { kind: "FlinkDeployment", namespace: "default", name: this.#story.resource.metadata.name } as const;
  }

  get resource(): KubernetesObject {
    return this.world.spoke().api.read(this.#ref);
  }

  get runs() {
    return this.world.spoke().incarnations(this.#ref);
  }

  get pods(): readonly string[] {
    return this.world
      .spoke()
      .api.list("Pod")
      .items.map(({ metadata }) => metadata.uid ?? "")
      .toSorted();
  }

  get wantsJob(): boolean {
    return (this.resource["spec"] as { readonly job: { readonly state?: string } }).job.state !== "suspended";
  }

  /** As far as the line of this number; `cut`: what was done for it is done, and it is not written. */
  async until(line: number, cut = false): Promise<void> {
    for (const [at, each] of this.#story.log.slice(0, line + 1).entries()) {
      this.#advanceTo(each.t);
      if (each.kind === "user") this.#user(each.patch, each.does);
      else await this.#status(each.status, cut && at === line);
    }
  }

  /** Looked after by flink-fleet until nothing more is on its way, and long enough for it to begin anything. */
  async settle(): Promise<void> {
    for (let quiet = 0, looks = 0; looks < 36 && (looks < 10 || quiet < 3); looks += 1) {
      await this.pass();
      quiet = settled.includes(this.#lifecycle) ? quiet + 1 : 0;
      this.world.advance(seconds(5));
    }
  }

  async pass(): Promise<void> {
    const [spoke] = await this.world.fleet.spokes();
    if (spoke === undefined) throw new Error("the world has no spoke");
    const { clock, ids } = this.world;
    await sweep(spoke, { clock, ids, log: silent, defaults: shippedDefaults });
  }

  get #lifecycle(): string {
    const { lifecycleState } = (this.resource["status"] ?? {}) as { readonly lifecycleState?: string };
    return lifecycleState ?? "";
  }

  #advanceTo(t: number): void {
    const by = this.#start + t * 1000 - this.world.clock.now();
    if (by > 0) this.world.advance(millis(by));
  }

  #user(patch: Fields | undefined, does: string): void {
    const { api } = this.world.spoke();
    if (does === "create") api.create(this.#story.resource);
    else if (patch === undefined) this.#deleteJobManager();
    else {
      api.patch(this.#ref, { type: "merge", body: patch });
      if (JSON.stringify(patch).includes("stateless")) this.givenUpFrom = this.runs.length;
      if (!JSON.stringify(patch).includes("savepointTriggerNonce")) this.up = false;
    }
  }

  async #status(status: ApacheStatus, cut: boolean): Promise<void> {
    for (const act of actsFor(this.#last, status)) await this.#act(act, status);
    this.#last = status;
    if (cut) return;
    const { specs } = this.#story;
    const { lastReconciledSpec: last, lastStableSpec: stable, ...rest } = status.reconciliationStatus;
    const whole = {
      ...status,
      reconciliationStatus: {
        ...rest,
        lastReconciledSpec: specs[last],
        ...(stable === undefined ? {} : { lastStableSpec: specs[stable] }),
      },
    };
    let text = JSON.stringify(whole);
    for (const [theirs, ours] of this.#paths) text = text.replaceAll(theirs, ours);
    const { api } = this.world.spoke();
    const withFinalizer = { metadata: { finalizers: ["flinkdeployments.flink.apache.org/finalizer"] } };
    api.patch(this.#ref, { type: "merge", body: withFinalizer });
    api.update({ ...this.resource, status: JSON.parse(text) as Fields }, { subresource: "status", manager: "java" });
  }

  async #act(act: Act, status: ApacheStatus): Promise<void> {
    const { flink } = this.world.spoke();
    const job = this.runs.at(-1)?.jobId as JobId;
    const { name, namespace } = this.#ref;
    const at = { namespace, service: `${name}-rest`, scheme: "http" } as const;
    if (act === "create") return await this.#create(status);
    this.up = false;
    if (act === "savepoint") {
      const triggerId = job.split("").toReversed().join("") as TriggerId;
      const directory = "s3://flink/savepoints";
      await flink.stopWithSavepoint(at, job, { directory, triggerId, format: undefined, drain: false });
      this.world.advance(seconds(5));
      const made = this.world.spoke().snapshots.findLast(({ isSavepoint }) => isSavepoint)?.path ?? "";
      this.#paths.set(status.jobStatus.upgradeSavepointPath ?? "none", made);
      return;
    }
    if (act === "stateless") await flink.cancel(at, job);
    this.#deleteJobManager();
    if (act === "stateless") this.#deleteHa();
  }

  async #create(status: ApacheStatus): Promise<void> {
    const spoke = this.world.spoke();
    const resource = readable("FlinkDeployment", this.resource);
    const path = status.jobStatus.upgradeSavepointPath;
    const intent: DeployIntent = {
      kind: "deploy",
      generation: resource.metadata.generation,
      jobId: status.jobStatus.jobId,
      deploymentId: `theirs-${status.jobStatus.jobId}`,
      restoreFrom: restoreFrom(resource.spec.job?.upgradeMode, path && (this.#paths.get(path) ?? path)),
      at: "2026-01-01T00:00:00Z",
    };
    const effect: CreateCluster = { kind: "createCluster", spec: resource.spec };
    // As a native one is: what is left of the one before goes first.
    this.#deleteJobManager();
    await createCluster({ intent, effect }, resource, spoke.cluster, shippedDefaults);
    const unmarked = { metadata: { annotations: { [deploymentAnnotation]: null } } };
    for (const { metadata } of spoke.api.list("Deployment").items)
      spoke.api.patch(
        { kind: "Deployment", namespace: "default", name: metadata.name },
        { type: "merge", body: unmarked },
      );
    this.up = true;
    this.made += 1;
  }

  #deleteJobManager(): void {
    const { api } = this.world.spoke();
    this.up = false;
    const { namespace, name } = this.#ref;
    for (const one of [name, `${name}-taskmanager`]) {
      const ref = { kind: "Deployment", namespace, name: one };
      if (api.find(ref) !== undefined) api.delete(ref);
    }
    this.world.advance(seconds(5));
    // One that went before its job began has started nothing.
    this.made = this.runs.length;
  }

  #deleteHa(): void {
    const { api } = this.world.spoke();
    for (const { metadata } of api.list("ConfigMap").items)
      if (metadata.labels?.["configmap-type"] === "high-availability")
        api.delete({ kind: "ConfigMap", namespace: "default", name: metadata.name });
  }
}

/** What was done between two statuses, as the second one tells. */
export function actsFor(
  before: ApacheStatus | undefined,
  { jobManagerDeploymentStatus: now, ...after }: ApacheStatus,
): readonly Act[] {
  const was = before?.jobManagerDeploymentStatus;
  const isStopped = after.jobStatus.state === "FINISHED" && before?.jobStatus.state !== "FINISHED";
  if (now === "DEPLOYING" && was !== "DEPLOYING") return ["create"];
  if (!isStopped)
    return was === "READY" && now === "MISSING" && before?.jobStatus.state === "FINISHED" ? ["remove"] : [];
  const moved = after.jobStatus.upgradeSavepointPath !== before?.jobStatus.upgradeSavepointPath;
  if (moved) return now === "MISSING" ? ["savepoint", "remove"] : ["savepoint"];
  return [after.observedGeneration === 7 ? "stateless" : "lastState"];
}

function restoreFrom(mode: string | undefined, path: string | undefined): DeployIntent["restoreFrom"] {
  if (mode === "last-state") return { kind: "lastState" };
  return mode === "stateless" || path === undefined ? { kind: "nothing" } : { kind: "savepoint", path };
}
