import { describe, expect, test } from "vitest";
import { changesAnnotation } from "../../lib/api/resources/changeNote.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { sessionCluster } from "./support/session.ts";
import { SessionStage } from "./support/sessionStage.ts";
import { ask, listening, receiptsOf, ToldScene, type ToldStage } from "./support/told.ts";

const redeploy = (id: string, restartNonce: number) => ({ id, spec: { restartNonce } });

/** As a trigger makes it, before it notes the change on the job's resource. */
function makeSnapshot(stage: ToldStage, name: string, spec = {}): void {
  stage.scene.apply({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkStateSnapshot",
    metadata: { namespace: "default", name },
    spec: {
      jobReference: { kind: "FlinkDeployment", name: stage.name },
      savepoint: { alreadyExists: false, disposeOnDelete: false, formatType: "CANONICAL" },
      backoffLimit: 0,
      ...spec,
    },
  });
}

describe("other resources", () => {
  test("a session cluster is told of", async () => {
    const scene = new ToldScene();
    scene.apply(sessionCluster());
    await scene.passFor(seconds(50), seconds(5));
    ask({ scene, name: "shared" }, redeploy("c1", 1));
    await scene.passFor(minutes(1), seconds(2));
    expect(receiptsOf(scene)).toMatchObject([
      { changeId: "c1", result: "succeeded", attempts: 1, resource: { spoke: "one", kind: "FlinkDeployment" } },
    ]);
  });

  test("a session job is told of", async () => {
    const scene = new ToldScene();
    const stage = new SessionStage({}, scene);
    await stage.passFor(seconds(50));
    scene.beginStory();
    ask({ scene, name: "counts", kind: "FlinkSessionJob" }, redeploy("c1", 1));
    await stage.passFor(minutes(1));
    await expect(scene.story).toMatchFileSnapshot("golden/receipts/session-job.txt");
    expect(receiptsOf(scene)).toMatchObject([
      {
        changeId: "c1",
        result: "succeeded",
        attempts: 1,
        state: { kind: "savepoint" },
        downtimeSeconds: expect.any(Number),
        to: { jarURI: "https://repo.example.com/counts.jar" },
        resource: { kind: "FlinkSessionJob", name: "counts" },
      },
    ]);
  });

  test("a session job that is deleted meanwhile is told of before it is gone", async () => {
    const scene = new ToldScene();
    const stage = new SessionStage({}, scene);
    await stage.passFor(seconds(50));
    ask({ scene, name: "counts", kind: "FlinkSessionJob" }, redeploy("c1", 1));
    stage.delete("FlinkSessionJob", "counts");
    await stage.passFor(minutes(1));
    expect(stage.isThere("FlinkSessionJob", "counts")).toBe(false);
    expect(receiptsOf(scene)).toMatchObject([
      { changeId: "c1", result: "failed", resource: { kind: "FlinkSessionJob" } },
    ]);
  });
});

describe("a savepoint that was asked for", () => {
  test("is told of with where it lies", async () => {
    const stage = await listening();
    makeSnapshot(stage, "asked");
    ask(stage, { id: "c1", action: "savepoint", snapshot: "asked" });
    await stage.passFor(minutes(1), seconds(5));
    const [savepoint] = stage.scene.spoke.snapshots.filter(({ isSavepoint }) => isSavepoint);
    expect(stage.receipts).toMatchObject([
      { action: "savepoint", result: "succeeded", attempts: 0, state: { kind: "savepoint", path: savepoint?.path } },
    ]);
    expect(stage.runs).toHaveLength(1);
  });

  test("is looked for soon, also where nothing else is on its way", async () => {
    const stage = await listening();
    makeSnapshot(stage, "asked");
    ask(stage, { id: "c1", action: "savepoint", snapshot: "asked" });
    const swept = await stage.scene.pass();
    const wakes = swept.kind === "swept" ? swept.results.filter(({ kind }) => kind === undefined) : [];
    expect(wakes).toMatchObject([{ name: "orders", wake: seconds(15) }]);
  });

  test("has failed where it could not be taken", async () => {
    const stage = await listening();
    stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: no space is left" });
    makeSnapshot(stage, "asked");
    ask(stage, { id: "c1", action: "savepoint", snapshot: "asked" });
    await stage.passFor(minutes(1), seconds(5));
    expect(stage.receipts).toMatchObject([{ result: "failed", cause: expect.stringContaining("SnapshotFailed") }]);
  });

  test("has failed where its resource was deleted", async () => {
    const stage = await listening();
    ask(stage, { id: "c1", action: "savepoint", snapshot: "gone" });
    await stage.passFor(seconds(5), seconds(5));
    expect(stage.receipts).toMatchObject([{ result: "failed", cause: "its FlinkStateSnapshot was deleted" }]);
  });

  test("has failed at its deadline", async () => {
    const stage = await listening();
    stage.fateOfSavepoint({ kind: "hangs" });
    makeSnapshot(stage, "asked");
    ask(stage, { id: "c1", action: "savepoint", snapshot: "asked", within: minutes(1) });
    await stage.passFor(minutes(2), seconds(5));
    expect(stage.receipts).toMatchObject([{ result: "failed", cause: expect.stringContaining("deadline") }]);
  });
});

describe("what is told", () => {
  test("a resource without notes has nothing in its journal, and tells its lifecycle", async () => {
    const stage = await listening();
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(1), seconds(2));
    expect(stage.status.fleet).not.toHaveProperty("changes");
    expect(stage.receipts).toEqual([]);
    const { lifecycle } = stage;
    expect(lifecycle[0]).toMatchObject({ from: {}, to: { lifecycleState: expect.any(String) } });
    expect(lifecycle.at(-1)).toMatchObject({
      version: 1,
      resource: { spoke: "one", kind: "FlinkDeployment", namespace: "default", name: "orders" },
      generation: 2,
      to: { lifecycleState: "STABLE", jobState: "RUNNING" },
      reason: "JobRunning",
      jobId: stage.runs.at(-1)?.jobId,
    });
    // Each begins where the one before has ended, and none is told twice.
    expect(lifecycle.slice(1).map(({ from }) => from)).toEqual(lifecycle.slice(0, -1).map(({ to }) => to));
    expect(new Set(lifecycle.map(({ eventId }) => eventId)).size).toBe(lifecycle.length);
  });

  test("nothing is said and nothing written once a change is done", async () => {
    const stage = await listening();
    ask(stage, redeploy("c1", 1));
    await stage.passFor(minutes(1), seconds(2));
    const { resourceVersion } = stage.scene.resource("orders").metadata;
    const { calls } = stage.scene.bus;
    await stage.passFor(minutes(1), seconds(5));
    expect(stage.scene.resource("orders").metadata.resourceVersion).toBe(resourceVersion);
    expect(stage.scene.bus.calls).toBe(calls);
  });

  test("nothing is measured twice while a change is waited for and nothing happens", async () => {
    const stage = await listening();
    ask(stage, { id: "c1", spec: { image: "registry.invalid/does-not-exist:1" } });
    await stage.passFor(minutes(8), seconds(5));
    const { resourceVersion } = stage.scene.resource("orders").metadata;
    await stage.passFor(minutes(2), seconds(5));
    expect(stage.scene.resource("orders").metadata.resourceVersion).toBe(resourceVersion);
  });

  test("a bus that cannot be reached keeps nobody from looking after the job, and is told later", async () => {
    const stage = await listening();
    stage.scene.bus.reachable = false;
    ask(stage, redeploy("c1", 1));
    await stage.passFor(minutes(1), seconds(2));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(stage.runs).toHaveLength(2);
    expect(stage.changes).toMatchObject({ outbox: [{ changeId: "c1", result: "succeeded" }] });
    const { completedAt } = (stage.changes["outbox"] as readonly { readonly completedAt: string }[])[0] ?? {};
    stage.scene.bus.reachable = true;
    await stage.passFor(seconds(5), seconds(5));
    expect(stage.receipts).toMatchObject([{ changeId: "c1", result: "succeeded", completedAt }]);
    expect(stage.changes).toMatchObject({ done: [{ id: "c1" }], outbox: [] });
  });

  test("where nobody listens, what became of a change waits in the outbox", async () => {
    const stage = await listening();
    const { scene } = stage;
    scene.isListening = false;
    ask(stage, redeploy("c1", 1));
    await stage.passFor(minutes(1), seconds(2));
    expect(stage.changes).toMatchObject({ done: [{ id: "c1", result: "succeeded" }], outbox: [{ changeId: "c1" }] });
  });

  test("what is no list of notes is passed over", async () => {
    const stage = await listening();
    const ref = { kind: "FlinkDeployment", namespace: "default", name: "orders" } as const;
    for (const text of ["no JSON", "{}", '[{"id":"c1"},3,null]']) {
      const annotations = { [changesAnnotation]: text };
      stage.scene.spoke.api.patch(ref, { type: "merge", body: { metadata: { annotations } } });
      await stage.passFor(seconds(10), seconds(5));
    }
    expect(stage.status.fleet).not.toHaveProperty("changes");
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE" });
  });

  test("a change of which nobody heard before a resource came back from a backup is of another resource", async () => {
    const stage = await listening();
    ask(stage, { ...redeploy("c1", 1), within: minutes(1) });
    const { spec, metadata } = stage.scene.resource("orders");
    const { name, namespace, annotations = {} } = metadata;
    stage.scene.spoke.api.delete({ kind: "FlinkDeployment", namespace: "default", name });
    await stage.passFor(minutes(3), seconds(5));
    const told = stage.receipts.length;
    const again = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", spec };
    stage.scene.apply({ ...again, metadata: { name, ...(namespace === undefined ? {} : { namespace }), annotations } });
    await stage.passFor(minutes(1), seconds(5));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE" });
    expect(stage.receipts).toHaveLength(told);
  });
});
