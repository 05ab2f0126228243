import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "../../../lib/adapters/kubernetes/connection.ts";
import { KubernetesCluster } from "../../../lib/adapters/kubernetes/kubernetesCluster.ts";
import { FileRecordings } from "../../../lib/adapters/system/fileRecordings.ts";
import { randomIds } from "../../../lib/adapters/system/randomIds.ts";
import { systemClock } from "../../../lib/adapters/system/systemClock.ts";
import { flinkDeployment, type FlinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { KindName } from "../../../lib/core/kubernetes.ts";
import { seconds } from "../../../lib/core/time.ts";
import type { Spoke } from "../../../lib/ports/index.ts";
import type { Result } from "../../../lib/shell/result.ts";
import { sweep } from "../../../lib/shell/sweep.ts";
import { SimulatedArtifacts } from "../../../lib/world/simulatedArtifacts.ts";
import { clusters, haMetadata, sessionJob } from "./rightsResources.ts";
import { recordingsFile } from "./recordings.ts";
import type { Enrolled } from "./rights.ts";
import { containers, pulling, running, setPods, starting } from "./rightsKubelet.ts";
import { FlinkWithoutPods } from "./rightsTap.ts";

/** Flink clusters in a namespace, looked after by somebody who has only the rights of an enrolment. */
export interface Life {
  readonly namespace: string;
  /** Does what users, controllers and kubelets would do. */
  readonly admin: KubernetesCluster;
  /** One pass. Throws what the API server said when it refused anything at all. */
  readonly pass: () => Promise<readonly Result[]>;
  /** What operators of the fleet were told of it. */
  readonly log: readonly string[];
}

/** `everywhere`: all namespaces are looked at, of which the resources of this one are ours. */
export function lifeOf({ namespace, connection }: Enrolled, administrator: Connection, everywhere: boolean): Life {
  const log: string[] = [];
  const warn = (message: string, { because }: Readonly<Record<string, unknown>>): void =>
    void log.push(`${message}: ${String(because)}`);
  const recordings = new FileRecordings(recordingsFile());
  const told = { info: () => undefined, warn };
  const ports = { clock: systemClock, ids: randomIds, log: told, defaults: shippedDefaults, recordings };
  const flink = new FlinkWithoutPods(connection, administrator);
  const spoke: Spoke = {
    name: namespace,
    zone: "default",
    namespaces: everywhere ? [] : [namespace],
    labelSelector: `fleet=${namespace}`,
    limits: { parallelism: 3, deadline: seconds(60), resourceDeadline: seconds(60) },
    connect: async () => ({
      cluster: new KubernetesCluster(connection),
      flink,
      artifacts: new SimulatedArtifacts(() => undefined),
    }),
  };
  const pass = async (): Promise<readonly Result[]> => {
    const swept = await sweep(spoke, ports);
    const [refusal] = connection.refusals;
    if (refusal !== undefined) throw new Error(refusal);
    if (swept.kind === "unreachable") throw new Error(JSON.stringify(swept.fault));
    return swept.results;
  };
  connection.breakAt(({ path, method }) => method === "PATCH" && path.endsWith("/services/native-rest"));
  return { namespace, admin: new KubernetesCluster(administrator), pass, log };
}

/** All that rights are needed for, from the first deployment on until nothing is left. Throws the first refusal. */
export async function live(life: Life): Promise<void> {
  await deployed(life);
  await troubled(life);
  await up(life);
  await submitted(life);
  await quiet(life);
  await drifted(life);
  await snapshotTaken(life);
  await changed(life, { job: { parallelism: 2 } }, settled);
  await changed(life, { ingress: null }, settled);
  for (const restartNonce of [1, 2]) {
    await changed(life, { restartNonce }, redeployed);
    await setPods(life, "app=native", containers(running, true));
    await passes(life, "the upgrade to be through", () => isSo(life, settled));
  }
  await retained(life);
  await gone(life);
}

/** The line is cut once while the native cluster is made: the next pass finds a part of it and makes the rest. */
async function deployed(life: Life): Promise<void> {
  for (const resource of clusters(life.namespace)) await life.admin.create(resource);
  const first = await life.pass();
  const cut = first.filter(({ failure }) => failure !== undefined).map(({ name }) => name);
  if (cut.join() !== "native") throw new Error(`the line was to be cut for native alone: ${JSON.stringify(first)}`);
  await passes(life, "everything to be made", async () =>
    (await resources(life)).every(({ status }) => status.reconciliationStatus?.state === "DEPLOYED"),
  );
}

/** The same trouble twice, so that its event counts up. */
async function troubled(life: Life): Promise<void> {
  const degraded = (status: string) => async (): Promise<boolean> => {
    const seen = (await resources(life)).find(({ metadata }) => metadata.name === "native");
    return (
      seen?.status.conditions.some((condition) => condition.type === "Degraded" && condition.status === status) === true
    );
  };
  for (const times of [1, 2]) {
    await setPods(life, "app=native", containers(pulling, false));
    await passes(life, `trouble number ${times}`, degraded("True"));
    await setPods(life, "app=native", containers(starting, false));
    await passes(life, "the trouble to be over", degraded("False"));
  }
}

async function up(life: Life): Promise<void> {
  await setPods(life, "app in (native,standalone,session)", containers(running, true));
  await passes(life, "everything to be up", async () =>
    (await resources(life)).every(({ status }) => status.lifecycleState === "STABLE"),
  );
}

async function submitted(life: Life): Promise<void> {
  const { admin, namespace } = life;
  await admin.create(sessionJob(namespace));
  await passes(life, "the session job to run", async () => {
    const found = await admin.read({ kind: "FlinkSessionJob", namespace, name: "on-session" });
    return (found?.["status"] as { readonly lifecycleState?: string } | undefined)?.lifecycleState === "STABLE";
  });
}

async function quiet(life: Life): Promise<void> {
  const loud = (await life.pass()).filter(({ wrote, failure }) => wrote || failure !== undefined);
  if (loud.length > 0) throw new Error(`not quiet: ${JSON.stringify(loud)}`);
}

/** Somebody makes the Service in another way, with an address that cannot be changed any more. */
async function drifted(life: Life): Promise<void> {
  const { admin, namespace } = life;
  const ref = { kind: "Service", namespace, name: "standalone" } as const;
  const found = await admin.read(ref);
  if (found === undefined) throw new Error("standalone has no Service of its own");
  await admin.remove(ref, { propagation: "Background" });
  const { name, labels, ownerReferences } = found.metadata;
  const { clusterIP: _none, clusterIPs: _no, ...spec } = found["spec"] as Readonly<Record<string, unknown>>;
  await admin.create({ ...found, metadata: { name, namespace, labels, ownerReferences }, spec });
  await passes(life, "the Service to have no address again", async () => {
    const service = await admin.read(ref);
    return (service?.["spec"] as { readonly clusterIP?: string } | undefined)?.clusterIP === "None";
  });
  await passes(life, "nothing to be left of it", async () => (await life.pass()).every(({ wrote }) => !wrote));
}

const settled = ({ status }: FlinkDeployment): boolean => status.lifecycleState === "STABLE";
const redeployed = ({ status }: FlinkDeployment): boolean => status.reconciliationStatus?.state === "DEPLOYED";

async function isSo(life: Life, wanted: (seen: FlinkDeployment) => boolean): Promise<boolean> {
  const seen = (await resources(life)).find(({ metadata }) => metadata.name === "native");
  return seen !== undefined && seen.status.observedGeneration === seen.metadata.generation && wanted(seen);
}

/** An edit of the native cluster, until it is carried out. */
async function changed(life: Life, spec: object, wanted: (seen: FlinkDeployment) => boolean): Promise<void> {
  const { admin, namespace } = life;
  await admin.patch({ kind: "FlinkDeployment", namespace, name: "native" }, { spec });
  await passes(life, JSON.stringify(spec), () => isSo(life, wanted));
}

async function snapshotTaken(life: Life): Promise<void> {
  const { admin, namespace } = life;
  await admin.patch(
    { kind: "FlinkDeployment", namespace, name: "native" },
    { spec: { job: { savepointTriggerNonce: 1 } } },
  );
  await passes(life, "a snapshot", async () => {
    const [found] = await admin.list({ kind: "FlinkStateSnapshot", namespace });
    return (found?.["status"] as { readonly state?: string } | undefined)?.state === "COMPLETED";
  });
}

/** Of the savepoints that upgrades have taken one is kept. */
const retained = (life: Life): Promise<void> =>
  passes(life, "the older savepoint to be forgotten", async () => {
    const found = await life.admin.list({ kind: "FlinkStateSnapshot", namespace: life.namespace });
    return found.length === 2;
  });

/** A session job holds the session back for a while; high availability has left its metadata. */
async function gone(life: Life): Promise<void> {
  const { admin, namespace } = life;
  await admin.create(haMetadata(namespace));
  for (const { metadata } of await resources(life)) await removed(life, "FlinkDeployment", metadata.name);
  await passes(life, "the session to wait for its jobs", async () => {
    const left = await resources(life);
    const waits = left[0]?.status.conditions.some(({ reason }) => reason === "CleanupFailed") === true;
    return left.length === 1 && waits;
  });
  await removed(life, "FlinkSessionJob", "on-session");
  await passes(life, "the session job to be gone", async () => {
    return (await admin.list({ kind: "FlinkSessionJob", namespace })).length === 0;
  });
  await passes(life, "everything to be gone", async () => (await resources(life)).length === 0);
}

const removed = ({ admin, namespace }: Life, kind: KindName, name: string): Promise<void> =>
  admin.remove({ kind, namespace, name }, { propagation: "Background" });

export async function resources({ admin, namespace }: Life): Promise<readonly FlinkDeployment[]> {
  const found = await admin.list({ kind: "FlinkDeployment", namespace });
  return found.map((object) => flinkDeployment.parse(object));
}

const patienceMs = 60_000;

async function passes(life: Life, what: string, wanted: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const results = await life.pass();
    if (await wanted()) return;
    if (performance.now() > end) throw new Error(`waited 60 s for ${what}; last pass: ${JSON.stringify(results)}`);
    await sleep(200);
  }
}
