import { describe, expect, test } from "vitest";
import type { JobId } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { type Snapshot, StateStore } from "../../lib/world/flink/stateStore.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { World } from "../../lib/world/world.ts";
import { address, aJobId, deploy, type FlinkWanted, namespace } from "./flinkObjects.ts";
import { checkpointing, ha, jobManagerPod, names, running, takeDown } from "./running.ts";

const at = address("a");
const job = aJobId as JobId;
const cluster = { namespace, name: "a" };
const path = "s3://elsewhere/savepoint-1";

const savepoint: Snapshot = {
  path,
  cluster: "flink/other",
  jobId: "ffffffffffffffffffffffffffffffff" as JobId,
  id: 70,
  count: 5000,
  isSavepoint: true,
  flinkVersion: "1.20.0",
  createdAt: 0 as never,
  addressable: true,
};

function started(wanted: FlinkWanted): { world: World; spoke: SimulatedSpoke } {
  const world = new World();
  const spoke = world.spoke();
  spoke.putSnapshot(savepoint);
  deploy(spoke, wanted);
  world.advance(seconds(30));
  return { world, spoke };
}

describe("a job that is told to start from a path", () => {
  test.for<FlinkWanted>([
    { name: "a", configuration: { "execution.savepoint.path": path } },
    { name: "a", configuration: { "execution.state-recovery.path": path } },
    { name: "a", mode: "standalone", arguments: ["--fromSavepoint", path] },
  ])("counts on from there: %j", async (wanted) => {
    const { spoke } = started({ ...wanted, configuration: { ...checkpointing, ...wanted.configuration } });
    expect(spoke.incarnations(cluster)).toMatchObject([{ restore: "path", restoredFrom: path, restoredCount: 5000 }]);
    expect(spoke.countOf(cluster)).toBeGreaterThan(5000);
    expect(await spoke.flink.checkpoints(at, job)).toMatchObject({
      restored: { id: 70, path, isSavepoint: true },
      completed: { id: 71 },
    });
  });

  test("fails when nothing lies there", async () => {
    const { spoke } = started({ name: "a", configuration: { ...ha, "execution.savepoint.path": "s3://b/nothing" } });
    expect(await spoke.flink.jobs(at)).toMatchObject([{ id: aJobId, state: "FAILED" }]);
    const [exception] = await spoke.flink.exceptions(at, job, 1);
    expect(exception?.stackTrace).toContain("Cannot find checkpoint or savepoint file/directory 's3://b/nothing'");
    expect(names(spoke, "ConfigMap")).not.toContain(`a-${aJobId}-config-map`);
  });

  const hasUnclaimed: readonly (readonly [FlinkWanted, string])[] = [
    [{ name: "a", configuration: { "execution.savepoint.path": path } }, "FAILED"],
    [
      {
        name: "a",
        configuration: { "execution.savepoint.path": path, "execution.savepoint.ignore-unclaimed-state": "true" },
      },
      "RUNNING",
    ],
    [{ name: "a", mode: "standalone", arguments: ["--fromSavepoint", path] }, "FAILED"],
    [{ name: "a", mode: "standalone", arguments: ["--fromSavepoint", path, "--allowNonRestoredState"] }, "RUNNING"],
  ];

  test.for(hasUnclaimed)("with state of an operator that is gone, %j: %s", async ([wanted, state]) => {
    const world = new World();
    const spoke = world.spoke();
    spoke.putSnapshot({ ...savepoint, unclaimed: "cbc357ccb763df2852fee8c4fc7d55f2" });
    deploy(spoke, wanted);
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state }]);
  });

  test("looks at the path only when HA metadata holds no checkpoint", () => {
    const lastState = { ...ha, ...checkpointing, "execution.savepoint.path": "KUBERNETES_OPERATOR_LAST_STATE" };
    const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
    takeDown({ world, spoke }, "a");
    deploy(spoke, { name: "a", configuration: lastState });
    world.advance(seconds(30));
    takeDown({ world, spoke }, "a");
    for (const name of names(spoke, "ConfigMap")) spoke.api.delete({ kind: "ConfigMap", namespace, name });
    deploy(spoke, { name: "a", configuration: lastState });
    world.advance(seconds(30));
    expect(spoke.incarnations(cluster).map(({ restore, state }) => `${restore} ${state}`)).toEqual([
      "nothing SUSPENDED",
      "ha SUSPENDED",
      "failed FAILED",
    ]);
  });

  test("owns and deletes what it claims, and nothing else", () => {
    const kept = started({ name: "a", configuration: { ...checkpointing, "execution.savepoint.path": path } });
    expect(kept.spoke.snapshots.map((each) => each.path)).toContain(path);
    const claim = { "execution.savepoint.path": path, "execution.savepoint-restore-mode": "CLAIM" };
    const claimed = started({ name: "a", configuration: { ...checkpointing, ...claim } });
    expect(claimed.spoke.snapshots.map((each) => each.path)).not.toContain(path);
  });
});

test("without HA a JobManager that comes back starts from the configured path again, which is older", () => {
  const { spoke, world } = started({
    name: "a",
    configuration: { ...checkpointing, "execution.savepoint.path": path },
  });
  spoke.killPod(jobManagerPod(spoke));
  world.advance(minutes(1));
  const [, second] = spoke.incarnations(cluster);
  expect(second).toMatchObject({ restoredFrom: path, restoredCount: 5000 });
  expect(second?.newestDurableCount).toBeGreaterThan(5000);
});

test.for([
  { when: "with HA", configuration: { ...ha, ...checkpointing }, restores: ["path", "ha"] },
  { when: "without HA", configuration: checkpointing, restores: ["path", "path"] },
])("$when a JobManager whose process is killed starts again in its pod", ({ configuration, restores }) => {
  const { spoke, world } = started({
    name: "a",
    configuration: { ...configuration, "execution.savepoint.path": path },
  });
  const pod = jobManagerPod(spoke);
  spoke.killProcess(pod);
  world.advance(minutes(1));
  expect(jobManagerPod(spoke)).toEqual(pod);
  expect(spoke.incarnations(cluster).map(({ restore }) => restore)).toEqual(restores);
  expect(world.violations).toEqual([]);
});

test("state that HA metadata names and that is gone makes the job fail again and again", async () => {
  const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
  takeDown({ world, spoke }, "a");
  spoke.lose(`s3://b/cp/${aJobId}/chk-1`);
  deploy(spoke, { name: "a", configuration: { ...ha, ...checkpointing } });
  world.advance(minutes(1));
  expect((await spoke.flink.jobMetrics(at, job, ["numRestarts"]))["numRestarts"]).toBeGreaterThan(5);
  const [exception] = await spoke.flink.exceptions(at, job, 1);
  expect(exception?.stackTrace).toContain(`File does not exist: s3://b/cp/${aJobId}/chk-1`);
  expect(() => spoke.lose("s3://b/nothing")).toThrow("nothing lies at s3://b/nothing");
});

test("a job that is recovered and finds nothing to start from stops the JobManager, and HA metadata stays", () => {
  const { spoke, world } = started({ name: "a", configuration: { ...ha, "execution.savepoint.path": path } });
  takeDown({ world, spoke }, "a");
  spoke.lose(path);
  const map = { kind: "ConfigMap", namespace, name: `a-${aJobId}-config-map` };
  spoke.api.patch(map, { type: "merge", body: { data: { "checkpointID-0000000000000000070": null } } });
  deploy(spoke, { name: "a", configuration: { ...ha, "execution.savepoint.path": path } });
  world.advance(seconds(12));
  const { status } = spoke.api.read({ kind: "Pod", ...jobManagerPod(spoke) }) as { status?: unknown };
  expect(status).toMatchObject({ containerStatuses: [{ lastState: { terminated: { exitCode: 2 } } }] });
  expect(names(spoke, "ConfigMap")).toContain(map.name);
});

test("HA metadata that cannot be read stops the JobManager", () => {
  const { spoke, world } = running({ name: "a", configuration: { ...ha, ...checkpointing } });
  takeDown({ world, spoke }, "a");
  spoke.api.patch(
    { kind: "ConfigMap", namespace, name: "a-cluster-config-map" },
    { type: "merge", body: { data: { "jobGraph-0123456789abcdef0123456789abcdef": "x" } } },
  );
  deploy(spoke, { name: "a", configuration: { ...ha, ...checkpointing } });
  world.advance(seconds(12));
  const { status } = spoke.api.read({ kind: "Pod", ...jobManagerPod(spoke) }) as { status?: unknown };
  expect(status).toMatchObject({ containerStatuses: [{ lastState: { terminated: { exitCode: 2 } } }] });
});

test("what is written again under one path is the newest", () => {
  const store = new StateStore();
  for (const [at, count] of [
    ["s3://b/chk-1", 10],
    ["s3://b/chk-2", 20],
    ["s3://b/chk-1", 30],
  ] as const)
    store.put({ ...savepoint, path: at, count });
  expect(store.newestOf(savepoint.cluster)?.count).toBe(30);
  expect(store.find("s3://b/chk-1/_metadata")?.count).toBe(30);
  expect(store.newestOf("flink/nobody")).toBeUndefined();
});
