import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { minutes, seconds } from "../../../../lib/core/time.ts";
import { merged } from "../../../../lib/core/triggers/json.ts";
import { application, type Fields, ha } from "../../../sequence/support/application.ts";
import type { Chance } from "../../../sequence/support/chance.ts";
import { Scene } from "../../../sequence/support/scene.ts";
import { jarUri, sessionCluster, sessionJob } from "../../../sequence/support/session.ts";

/** A world that is looked after, and resources as somebody wants them from now on. */
export interface Generated {
  readonly scene: Scene;
  readonly wanted: readonly KubernetesObject[];
  /** How it came about, for whoever has to find out. */
  readonly told: string;
}

type Edit = readonly [string, Fields];

const edits: readonly Edit[] = [
  ["nothing", {}],
  ["image", { image: "flink:1.20.1" }],
  ["nonce", { restartNonce: 3 }],
  ["parallelism", { job: { parallelism: 4 } }],
  ["suspended", { job: { state: "suspended" } }],
  ["running", { job: { state: "running" } }],
  ["configuration", { flinkConfiguration: { "state.backend.type": "rocksdb" } }],
  ["an option of the operator", { flinkConfiguration: { "kubernetes.operator.reconcile.interval": "1 m" } }],
  ["no HA", { flinkConfiguration: { "high-availability.type": null, "high-availability.storageDir": null } }],
  ["HA", { flinkConfiguration: ha }],
  ["version", { image: "flink:2.1", flinkVersion: "v2_1" }],
  ["a savepoint is asked for", { job: { savepointTriggerNonce: 5 } }],
  ["a checkpoint is asked for", { job: { checkpointTriggerNonce: 5 } }],
  ["Ingress", { ingress: { template: "{{name}}.example.com" } }],
  ["invalid", { job: { parallelism: 0 } }],
  ["last-state", { job: { upgradeMode: "last-state" }, restartNonce: 2 }],
  ["savepoint", { job: { upgradeMode: "savepoint" }, restartNonce: 2 }],
  ["stateless", { job: { upgradeMode: "stateless" }, restartNonce: 2 }],
  ["more TaskManagers", { taskManager: { replicas: 3 } }],
  ["more JobManagers", { jobManager: { replicas: 2 } }],
  ["a pod template", { podTemplate: { spec: { nodeSelector: { disk: "ssd" } } } }],
  ["log settings", { logConfiguration: { "log4j-console.properties": "rootLogger.level = DEBUG" } }],
];

const configurations: readonly Fields[] = [
  {},
  {},
  { "jobmanager.scheduler": "adaptive" },
  { "kubernetes.operator.snapshot.resource.enabled": "false" },
  { "kubernetes.operator.job.upgrade.last-state.job-cancel.enabled": "true" },
  { "web.refresh-interval": "10 s" },
  { "kubernetes.operator.job.drain-on-savepoint-deletion": "true" },
];

/** What has happened to the world before. */
const pasts = ["", "", "", "suspended", "changed before", "JobManager deleted", "not there"] as const;

export async function generated(chance: Chance): Promise<Generated> {
  return chance.below(4) === 0 ? await session(chance) : await single(chance);
}

async function single(chance: Chance): Promise<Generated> {
  const choice = {
    mode: chance.of(["native", "standalone"] as const),
    upgradeMode: chance.of(["savepoint", "last-state", "stateless"] as const),
    ha: chance.below(3) > 0,
    configuration: chance.of(configurations),
  };
  const past = chance.of(pasts);
  const scene = new Scene();
  const before = application(choice);
  const changes = editsOf(chance);
  if (past !== "not there") {
    scene.apply(before);
    await scene.passFor(seconds(50));
    await happened(past, scene);
  }
  const began = past === "suspended" ? changed(before, [["", { job: { state: "suspended" } }]]) : before;
  return { scene, wanted: [changed(began, changes)], told: textOf({ ...choice, past }, changes) };
}

async function happened(past: (typeof pasts)[number], scene: Scene): Promise<void> {
  const ref = { namespace: "default", name: "orders" } as const;
  const edit = (spec: Fields): unknown =>
    scene.spoke.api.patch({ kind: "FlinkDeployment", ...ref }, { type: "merge", body: { spec } });
  if (past === "suspended") edit({ job: { state: "suspended" } });
  if (past === "changed before") edit({ restartNonce: 1 });
  if (past === "JobManager deleted") scene.spoke.api.delete({ kind: "Deployment", ...ref });
  // Nobody has seen yet that it is gone.
  if (past !== "" && past !== "JobManager deleted") await scene.passFor(minutes(2));
}

function editsOf(chance: Chance): readonly Edit[] {
  const count = 1 + chance.below(2);
  return chance.shuffled(edits).slice(0, count);
}

const changed = (before: KubernetesObject, changes: readonly Edit[]): KubernetesObject => ({
  ...before,
  spec: changes.reduce<unknown>((spec, [, edit]) => merged(spec, edit), before["spec"]),
});

const textOf = (choice: object, changes: readonly Edit[]): string =>
  `${JSON.stringify(choice)} → ${changes.map(([name]) => name).join(", ")}`;

async function session(chance: Chance): Promise<Generated> {
  const choice = { mode: chance.of(["native", "standalone"] as const), ha: chance.below(3) > 0 };
  const modes = (["savepoint", "last-state", "stateless"] as const).slice(0, 1 + chance.below(3));
  const scene = new Scene();
  scene.spoke.artifacts.put(jarUri, "a jar");
  const cluster = sessionCluster(choice);
  const jobs = modes.map((upgradeMode, index) => sessionJob({ name: `job-${index}`, upgradeMode }));
  for (const object of [cluster, ...jobs]) scene.apply(object);
  await scene.passFor(minutes(1));
  const ofCluster = chance.below(2) === 0 ? [] : editsOf(chance).filter(([, { job }]) => job === undefined);
  const ofJob =
    chance.below(2) === 0
      ? []
      : editsOf(chance).filter(([, edit]) => Object.keys(edit).every((key) => key === "job" || key === "restartNonce"));
  const [first, ...rest] = jobs;
  if (first === undefined) throw new Error("a session has jobs");
  const wanted = [changed(cluster, ofCluster), changed(first, ofJob), ...rest];
  return { scene, wanted, told: textOf({ ...choice, modes }, [...ofCluster, ["|", {}], ...ofJob]) };
}
