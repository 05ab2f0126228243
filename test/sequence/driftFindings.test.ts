import { describe, expect, test } from "vitest";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Cluster, Spoke } from "../../lib/ports/index.ts";
import { instead } from "../support/instead.ts";
import type { Fields } from "./support/application.ts";
import {
  condition,
  driftOf,
  editImage,
  editOptions,
  eventsOf,
  handEdit,
  imageOf,
  mayRestart,
  objectOf,
  optionsOf,
} from "./support/drift.ts";
import { running, type Stage } from "./support/stage.ts";
import { runningSession } from "./support/sessionStage.ts";

/** Defaults of the fleet, with more of them. */
const more = (options: Readonly<Record<string, string>>) => ({
  ...shippedDefaults,
  configuration: { ...shippedDefaults.configuration, ...options },
});

/** Passes through a cluster of which some calls are others. */
async function passes(stage: Stage, count: number, others: (cluster: Cluster) => Partial<Cluster>): Promise<void> {
  const through = (spoke: Spoke): Spoke => ({
    ...spoke,
    connect: async () => {
      const connection = await spoke.connect();
      return { ...connection, cluster: instead(connection.cluster, others(connection.cluster)) };
    },
  });
  for (let pass = 0; pass < count; pass += 1) {
    await stage.scene.pass(through);
    stage.scene.world.advance(seconds(15));
  }
}

const replicasOf = (stage: Stage): unknown =>
  (objectOf(stage, "Deployment", "orders-taskmanager")["spec"] as Fields)["replicas"];

describe("nothing is restarted", () => {
  test("while Flink cannot be asked, though it runs", async () => {
    const stage = await running();
    editImage(stage, "flink:1.20.9");
    await stage.settle();
    stage.scene.spoke.flinkReachable = false;
    mayRestart(stage, "now");
    await stage.settle();
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20.9"));
  });

  test("by new defaults of the fleet, also where TaskManagers were scaled by hand", async () => {
    const stage = await running({ mode: "standalone" });
    handEdit(stage, "Deployment/orders-taskmanager", { spec: { replicas: 3 } });
    await stage.settle();
    mayRestart(stage, "now");
    stage.scene.defaults = more({ "containerized.taskmanager.env.REGION": "eu" });
    await stage.settle(minutes(3));
    expect(replicasOf(stage)).toBe(1);
    expect(stage.runs).toHaveLength(1);
  });

  test("of a session cluster whose jobs' state is at risk", async () => {
    const stage = await runningSession({ jobs: [{ upgradeMode: "last-state" }] });
    mayRestart(stage, "now", "shared");
    const before = objectOf(stage, "Deployment", "shared").metadata.uid;
    editOptions(stage, (text) => text.replaceAll("s3://flink/ha", "s3://elsewhere/ha"), "shared");
    await stage.passFor(minutes(3));
    expect(objectOf(stage, "Deployment", "shared").metadata.uid).toBe(before);
    expect(eventsOf(stage).join("\n")).toContain("DriftStateAtRisk");
  });
});

describe("what is put right", () => {
  test("is nothing but the edit: no newer defaults come with it", async () => {
    const stage = await running();
    stage.scene.defaults = more({ "state.backend.type": "rocksdb" });
    editOptions(stage, (text) => `${text}web.x: "1"\n`);
    await stage.settle();
    expect(optionsOf(stage)[1]).not.toContain("rocksdb");
  });

  test.for(["orders", "orders-taskmanager"])("are the labels of the Deployment %s", async (name) => {
    const stage = await running({ mode: "standalone" });
    handEdit(stage, `Deployment/${name}`, { metadata: { labels: { type: "mine" } } }, "kubectl-label");
    await stage.settle();
    expect(objectOf(stage, "Deployment", name).metadata.labels).toMatchObject({ type: "flink-standalone-kubernetes" });
    expect(stage.runs).toHaveLength(1);
  });

  test("stays so, once a later run has made it otherwise", async () => {
    const stage = await running({ mode: "standalone" });
    handEdit(stage, "Deployment/orders-taskmanager", { spec: { replicas: 3 } });
    let isHeld = false;
    await passes(stage, 1, (cluster) => ({
      read: async (ref) => {
        if (ref.kind === "Deployment" && ref.name === "orders-taskmanager" && !isHeld) {
          isHeld = true;
          stage.edit("more TaskManagers", { taskManager: { replicas: 5 } });
          await stage.settle();
        }
        return cluster.read(ref);
      },
    }));
    await stage.settle(minutes(5));
    expect({ isHeld, replicas: replicasOf(stage) }).toEqual({ isHeld: true, replicas: 5 });
  });

  test("and refused is told as refused", async () => {
    const stage = await running();
    handEdit(stage, "Service/orders-rest", { spec: { selector: { app: "elsewhere" } } });
    await passes(stage, 8, (cluster) => ({
      apply: async (object, by) => {
        if (object.kind !== "Service") return await cluster.apply(object, by);
        throw new Faulted({ kind: "denied", what: "Service", because: "may not patch services" });
      },
    }));
    expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "DriftRepairRefused" });
    expect(driftOf(stage)).toEqual({});
  });
});

test("a fight over many fields is one", async () => {
  // Long after what runs was started, so that nobody has read the edit.
  const stage = await running({}, minutes(4));
  const lines = Array.from({ length: 12 }, (_, n) => `web.x${n}: "1"\n`).join("");
  let edits = 0;
  for (let times = 0; times < 8; times += 1) {
    if (!optionsOf(stage)[1].includes("web.x1:")) {
      edits += 1;
      editOptions(stage, (text) => text + lines);
      stage.scene.world.advance(minutes(3));
    }
    await stage.settle(seconds(30));
  }
  expect(edits).toBe(4);
  expect(condition(stage, "Drifted")).toMatchObject({ reason: "Contested" });
});

test("a list of Services that fails keeps nobody from making lost TaskManagers again", async () => {
  const stage = await running({ mode: "standalone" });
  stage.deleteTaskManagers();
  await passes(stage, 4, (cluster) => ({
    list: async (query) => {
      if (query.kind !== "Service") return await cluster.list(query);
      throw new Faulted({ kind: "unavailable", what: "list of services", because: "timeout" });
    },
  }));
  expect(stage.scene.names("Deployment")).toContain("orders-taskmanager");
});

test("HA metadata that is younger than the list of the pass is not lost", async () => {
  const stage = await running({}, minutes(2));
  await passes(stage, 2, (cluster) => ({
    list: async (query) => {
      const found = await cluster.list(query);
      const isOfPass = query.kind === "ConfigMap" && query.labels?.startsWith("app=") !== true;
      return isOfPass ? found.filter(({ metadata }) => !metadata.name.endsWith("-config-map")) : found;
    },
  }));
  expect(condition(stage, "Degraded")).toMatchObject({ status: "False" });
  expect(driftOf(stage)).toEqual({});
});

test("what cannot be rendered any more is not as it was deployed", async () => {
  const stage = await running();
  editImage(stage, "flink:1.20.9");
  await stage.settle();
  stage.scene.defaults = more({ "taskmanager.memory.network.min": "9g", "taskmanager.memory.network.max": "9g" });
  await stage.settle();
  expect(condition(stage, "Drifted")).toMatchObject({ status: "True" });
});

test("what a process may have read it has read, whatever is edited since", async () => {
  const stage = await running();
  editOptions(stage, (text) => text.replaceAll("s3://flink/checkpoints", "s3://elsewhere/cp"));
  stage.killPods("jobmanager");
  await stage.settle(minutes(5));
  handEdit(stage, "ConfigMap/flink-config-orders", { metadata: { annotations: { note: "hello" } } });
  await stage.settle();
  expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "StateAtRisk" });
});
