import { describe, expect, test } from "vitest";
import { chargeAnnotation } from "../../lib/core/charge/chargeOf.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { sweep } from "../../lib/shell/sweep.ts";
import { trigger } from "../../lib/shell/trigger.ts";
import { running, type Stage } from "../sequence/support/stage.ts";
import { runningSession } from "../sequence/support/sessionStage.ts";
import { instead } from "../support/instead.ts";
import { Stage as SnapshotStage } from "./snapshots/support/stage.ts";
import { application, Triggering } from "./support/triggering.ts";
import type { Scene } from "../sequence/support/scene.ts";

const give = (scene: Scene, name: string, charge: string | null, kind = "FlinkDeployment"): void =>
  void scene.spoke.api.patch(
    { kind, namespace: "default", name },
    { type: "merge", body: { metadata: { annotations: { [chargeAnnotation]: charge } } } },
  );

/** The spoke, as the fleet file would have it, and with the Kubernetes port replaced in part. */
const through =
  (charges: Spoke["charges"], replaced: (cluster: Cluster) => Partial<Cluster> = () => ({})) =>
  (spoke: Spoke): Spoke => ({
    ...spoke,
    charges,
    connect: async () => {
      const connection = await spoke.connect();
      return { ...connection, cluster: instead(connection.cluster, replaced(connection.cluster)) };
    },
  });

async function passes(stage: Stage, given: (spoke: Spoke) => Spoke, count = 12): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await stage.scene.pass(given);
    stage.scene.world.advance(seconds(5));
  }
}

describe("a resource that says nothing itself", () => {
  test.for([
    { charges: { cluster: "observe", namespaces: {} }, starts: 1 },
    { charges: { cluster: "operate", namespaces: { default: "shadow" } }, starts: 1 },
    { charges: { cluster: "observe", namespaces: { default: "operate" } }, starts: 2 },
    { charges: undefined, starts: 2 },
  ] as const)("$charges", async ({ charges, starts }) => {
    const stage = await running();
    stage.edit("another nonce", { restartNonce: 1 });
    await passes(stage, through(charges));
    expect(stage.runs).toHaveLength(starts);
  });

  test("its own word goes before that of its fleet", async () => {
    const stage = await running();
    give(stage.scene, "orders", "operate");
    stage.edit("another nonce", { restartNonce: 1 });
    await passes(stage, through({ cluster: "observe", namespaces: {} }));
    expect(stage.runs).toHaveLength(2);
  });
});

describe("somebody who takes charge while we look", () => {
  test("wins over a claim", async () => {
    const stage = await running();
    stage.edit("another nonce", { restartNonce: 1 });
    const writes = (cluster: Cluster): Partial<Cluster> => ({
      writeStatus: async (read, status) => {
        give(stage.scene, "orders", "observe");
        return await cluster.writeStatus(read, status);
      },
    });
    await stage.scene.pass(through(undefined, writes));
    await stage.passFor(minutes(1));
    expect(stage.status.fleet?.["intent"]).toBeUndefined();
    expect(stage.runs.map(({ state }) => state)).toEqual(["RUNNING"]);
  });

  test("wins over what may be repeated", async () => {
    const stage = await running({ mode: "standalone" });
    stage.deleteTaskManagers();
    const reads = (cluster: Cluster): Partial<Cluster> => ({
      read: async (ref) => {
        if (ref.kind === "FlinkDeployment") give(stage.scene, "orders", "observe");
        return await cluster.read(ref);
      },
    });
    await passes(stage, through(undefined, reads), 6);
    const there = stage.scene.names("Deployment");
    expect(there).toEqual(["orders"]);
    give(stage.scene, "orders", "operate");
    await passes(stage, (spoke) => spoke, 6);
    expect(stage.scene.names("Deployment")).toEqual(["orders", "orders-taskmanager"]);
  });
});

test("a shadow tells what it would do, and marks it", async () => {
  const stage = await running();
  give(stage.scene, "orders", "shadow");
  stage.edit("another nonce", { restartNonce: 1 });
  const told: (readonly [string, object])[] = [];
  const log = { info: (message: string, keys: object) => void told.push([message, keys]), warn: () => undefined };
  const [spoke] = await stage.scene.world.fleet.spokes();
  if (spoke === undefined) throw new Error("the world has no spoke");
  const swept = await sweep(spoke, { ...stage.scene.ports, log });
  const decisions = told.filter(([message]) => message === "Decision").map(([, keys]) => keys);
  expect(decisions).toEqual([
    expect.objectContaining({ shadow: true, act: "stop", rule: "changing", resource: "default/orders" }),
  ]);
  expect(swept).toMatchObject({
    results: [{ wrote: false, wake: "on schedule", because: expect.stringMatching(/^shadow: would stop: /u) }],
  });
});

describe("session jobs", () => {
  test("go with their cluster", async () => {
    const stage = await runningSession();
    give(stage.scene, "shared", "observe");
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(1));
    expect(stage.runs()).toHaveLength(1);
    give(stage.scene, "shared", "operate");
    await stage.passFor(minutes(1));
    expect(stage.runs()).toHaveLength(2);
  });

  test("go by their own word first", async () => {
    const stage = await runningSession();
    give(stage.scene, "shared", "observe");
    give(stage.scene, "counts", "operate", "FlinkSessionJob");
    stage.edit("another nonce", { restartNonce: 1 });
    await stage.passFor(minutes(1));
    expect(stage.runs()).toHaveLength(2);
  });

  test("are left alone once somebody takes charge of their cluster, though it has a version of its own", async () => {
    const stage = await runningSession();
    stage.edit("another nonce", { restartNonce: 1 });
    const writes = (cluster: Cluster): Partial<Cluster> => ({
      writeStatus: async (read, status) => {
        if (read.kind === "FlinkSessionJob") give(stage.scene, "shared", "observe");
        return await cluster.writeStatus(read, status);
      },
    });
    await stage.scene.pass(through(undefined, writes));
    await stage.passFor(minutes(1));
    expect(stage.runs().map(({ state }) => state)).toEqual(["RUNNING"]);
  });
});

describe("snapshots", () => {
  test("go with their job", async () => {
    const stage = await new SnapshotStage().begin();
    give(stage, "payments", "observe");
    stage.ask("now");
    await stage.passFor(minutes(1));
    expect({ savepoints: stage.savepoints, status: stage.status("now") }).toEqual({ savepoints: [], status: {} });
    expect(stage.snapshot("now")?.metadata.finalizers ?? []).toEqual([]);
    expect(await stage.pass()).toMatchObject({ results: [{ name: "payments" }] });
    give(stage, "payments", "operate");
    await stage.passFor(minutes(1));
    expect(stage.savepoints).toHaveLength(1);
  });

  test("are left alone once somebody takes charge of their job", async () => {
    const stage = await new SnapshotStage().begin();
    stage.ask("now");
    const reads = (cluster: Cluster): Partial<Cluster> => ({
      read: async (ref) => {
        if (ref.kind === "FlinkDeployment") give(stage, "payments", "observe");
        return await cluster.read(ref);
      },
    });
    for (let i = 0; i < 6; i += 1) {
      await stage.pass(through(undefined, reads));
      stage.world.advance(seconds(5));
    }
    expect(stage.savepoints).toEqual([]);
  });

  test("whose job is gone go with their namespace", async () => {
    const stage = await new SnapshotStage().begin();
    stage.ask("now", { jobReference: { kind: "FlinkDeployment", name: "nobody" } });
    for (let i = 0; i < 3; i += 1)
      await stage.pass(through({ cluster: "operate", namespaces: { default: "observe" } }));
    expect(stage.status("now")).toEqual({});
  });
});

test.for([
  { charges: undefined, annotation: "shadow" },
  { charges: { cluster: "observe", namespaces: {} } as const, annotation: undefined },
])(
  "changes are refused for what others are in charge of, with the reason: $annotation",
  async ({ charges, annotation }) => {
    const scene = new Triggering();
    const object = application("orders");
    const annotations = annotation === undefined ? {} : { [chargeAnnotation]: annotation };
    scene.create({ ...object, metadata: { ...object.metadata, annotations } } as typeof object);
    scene.through = (spoke) => ({ ...spoke, charges });
    const change = { kind: "restart" } as const;
    const now = scene.world.clock.now();
    const request = {
      id: "c-1",
      change,
      by: "ci",
      selector: { names: ["orders"] },
      allowed: {},
      requestedAt: now,
      deadline: scene.ports.deadline,
    };
    const answers = await trigger(request, scene.ports);
    const because = `flink-fleet is not in charge of it (flink-fleet/charge: ${annotation ?? "observe"}): ask whoever operates it, or take it over with flink-fleet adopt`;
    expect(answers).toMatchObject([{ kind: "refused", detail: { because, retryable: false } }]);
    expect(scene.told).toMatchObject([{ type: "change.refused", detail: { because } }]);
    expect(scene.resource("orders").metadata.generation).toBe(1);
  },
);
