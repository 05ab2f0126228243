import { expect, test } from "vitest";
import type { JarId, JobId, TriggerId } from "../../../lib/core/flink.ts";
import { seconds } from "../../../lib/core/time.ts";
import type { Artifacts, Cluster, Flink, SpokeConnection } from "../../../lib/ports/index.ts";
import { readOnly } from "../../../lib/shell/planning/readOnly.ts";
import { running } from "../../sequence/support/stage.ts";

type Calls<Port> = { readonly [Name in keyof Port]: (port: Port, job: JobId) => unknown };

const at = { namespace: "default", service: "orders-rest", scheme: "http" } as const;
const ref = { kind: "ConfigMap", namespace: "default", name: "notes" } as const;
const object = { apiVersion: "v1", kind: "ConfigMap", metadata: ref, data: { note: "text" } };
const resource = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
const trigger = "0".repeat(31).concat("1") as TriggerId;
const jar = "1_job.jar" as JarId;
const bytes = { async *[Symbol.asyncIterator]() {} };

/** A call of every method there is: another one does not compile before it stands here. */
const cluster: Calls<Cluster> = {
  list: (port) => port.list({ kind: "FlinkDeployment" }),
  read: (port) => port.read(resource),
  create: (port) => port.create(object),
  apply: (port) => port.apply(object),
  patch: (port) => port.patch(resource, { spec: { restartNonce: 9 } }),
  writeStatus: async (port) => {
    const found = await port.read(resource);
    return found && port.writeStatus(found, { lifecycleState: "FAILED" });
  },
  remove: (port) => port.remove(resource, { propagation: "Background" }),
};

const savepoint = { directory: undefined, triggerId: trigger, format: undefined };

const flink: Calls<Flink> = {
  jobs: (port) => port.jobs(at),
  clusterInfo: (port) => port.clusterInfo(at),
  exceptions: (port, job) => port.exceptions(at, job, 1),
  cancel: (port, job) => port.cancel(at, job),
  checkpoints: (port, job) => port.checkpoints(at, job),
  checkpointDetails: (port, job) => port.checkpointDetails(at, job, 1),
  triggerSavepoint: (port, job) => port.triggerSavepoint(at, job, savepoint),
  stopWithSavepoint: (port, job) => port.stopWithSavepoint(at, job, { ...savepoint, drain: false }),
  savepoint: (port, job) => port.savepoint(at, job, trigger),
  triggerCheckpoint: (port, job) => port.triggerCheckpoint(at, job, { type: "FULL", triggerId: trigger }),
  checkpoint: (port, job) => port.checkpoint(at, job, trigger),
  disposeSavepoint: (port) => port.disposeSavepoint(at, "s3://state/savepoint-1"),
  jobMetrics: (port, job) => port.jobMetrics(at, job, ["numRestarts"]),
  vertices: (port, job) => port.vertices(at, job),
  resourceRequirements: (port, job) => port.resourceRequirements(at, job),
  setResourceRequirements: (port, job) => port.setResourceRequirements(at, job, {}),
  uploadJar: (port) => port.uploadJar(at, { name: "job.jar", size: 0, bytes }),
  runJar: (port, job) =>
    port.runJar(at, jar, { flinkVersion: "v1_20", jobId: job, programArgs: [], deadline: seconds(30) }),
  deleteJar: (port) => port.deleteJar(at, jar),
};

const artifacts: Calls<Artifacts> = { open: (port) => port.open("https://repo.example.com/counts.jar", {}) };

const ports: { readonly [Port in keyof Omit<SpokeConnection, "server">]: Calls<SpokeConnection[Port]> } = {
  cluster,
  flink,
  artifacts,
};

const reads = ["list", "read", "GET"];

/** Every method once as it is, and once more behind the guard, in one world. */
async function world() {
  const { scene } = await running();
  const [spoke] = await scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has a spoke");
  const connection = await spoke.connect();
  const [job] = await connection.flink.jobs(at);
  if (job === undefined) throw new Error("the world has a job");
  /** The verbs that get through, and why the call failed. */
  const called = async (on: SpokeConnection, port: keyof typeof ports, name: string) => {
    const before = scene.spoke.calls.length;
    const call = Reflect.get(ports[port], name) as (on: unknown, job: JobId) => unknown;
    const because = await Promise.resolve(call(on[port], job.id)).then(() => "", String);
    return { because, verbs: scene.spoke.calls.slice(before).map(({ verb }) => verb) };
  };
  return { connection, called };
}

test.for(["cluster", "flink", "artifacts"] as const)(
  "of %s whatever sends more than a question is refused before it is sent, and nothing else is",
  async (port) => {
    const { connection, called } = await world();
    const guarded = readOnly(connection);
    const refused: string[] = [];
    for (const name of Object.keys(ports[port])) {
      const behind = await called(guarded, port, name);
      const { verbs } = await called(connection, port, name);
      expect(verbs.length, `${name} is called`).toBeGreaterThan(0);
      expect(
        behind.verbs.filter((verb) => !reads.includes(verb)),
        name,
      ).toEqual([]);
      const isRefused = behind.because.includes(`${name} writes, and a plan only reads`);
      expect(isRefused, `${name}: ${verbs.join()} ${behind.because}`).toBe(
        !verbs.every((verb) => reads.includes(verb)),
      );
      if (isRefused) refused.push(name);
    }
    expect(refused.length).toBeGreaterThan(0);
  },
);

test("a method that no port names is not there, and nor is a port that nobody has guarded", async () => {
  const { connection } = await world();
  const wipe = (): Promise<void> => Promise.resolve();
  const more = { ...connection, cluster: { ...connection.cluster, wipe }, console: { wipe } };
  const guarded = readOnly(more);
  expect(Reflect.get(guarded.cluster, "wipe")).toBeUndefined();
  expect(Object.keys(guarded).toSorted()).toEqual(["artifacts", "cluster", "flink"]);
});
