import { describe, expect, test } from "vitest";
import { shippedDefaults } from "../../lib/core/configuration/defaults.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
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
} from "./support/drift.ts";
import { SessionStage } from "./support/sessionStage.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";

const namespace = "default";

describe("what can be put right while everything runs", () => {
  test("is put right at once, told by whom it was changed, and the job goes on", async () => {
    const stage = await running();
    handEdit(stage, "Service/orders-rest", { spec: { selector: { app: "elsewhere" } } });
    await stage.settle();
    expect(objectOf(stage, "Service", "orders-rest")).toMatchObject({ spec: { selector: { app: "orders" } } });
    expect(eventsOf(stage)).toContainEqual(
      "DriftRepaired: Put right: Service/orders-rest /spec/selector (kubectl-edit) is app=elsewhere, component=jobmanager, " +
        "type=flink-native-kubernetes, and should be app=orders, component=jobmanager, type=flink-native-kubernetes",
    );
    expect(driftOf(stage)).toMatchObject({
      standing: [],
      repairs: [{ object: "Service/orders-rest", by: "kubectl-edit" }],
    });
    expect(stage.runs).toHaveLength(1);
  });

  test.for<readonly [string, string]>([
    ["Service", "orders-rest"],
    ["ConfigMap", "flink-config-orders"],
  ])("a %s that was deleted is made again", async ([kind, name]) => {
    const stage = await running();
    stage.scene.spoke.api.delete({ kind, namespace, name });
    await stage.settle();
    expect(stage.scene.names(kind)).toContain(name);
    expect(stage.runs).toHaveLength(1);
    expectStateKept(stage);
  });

  test("standalone TaskManagers that were scaled are scaled back", async () => {
    const stage = await running({ mode: "standalone" });
    handEdit(stage, "Deployment/orders-taskmanager", { spec: { replicas: 3 } });
    await stage.settle();
    expect(objectOf(stage, "Deployment", "orders-taskmanager")).toMatchObject({ spec: { replicas: 1 } });
    expect(stage.runs).toHaveLength(1);
  });

  test("an object whose labels were taken away is found by its name", async () => {
    const stage = await running();
    handEdit(stage, "ConfigMap/flink-config-orders", { metadata: { labels: { app: null, type: null } } });
    await stage.settle();
    expect(objectOf(stage, "ConfigMap", "flink-config-orders")).toMatchObject({
      metadata: { labels: { app: "orders" } },
    });
  });

  test("what somebody sets again and again is left as it is, told once, and tried again after an hour", async () => {
    const stage = await running();
    const contest = async (): Promise<void> => {
      handEdit(stage, "Service/orders-rest", { spec: { selector: { app: "elsewhere" } } }, "other-operator");
      await stage.settle(minutes(1));
    };
    for (let times = 0; times < 5; times += 1) await contest();
    expect(objectOf(stage, "Service", "orders-rest")).toMatchObject({ spec: { selector: { app: "elsewhere" } } });
    expect(driftOf(stage)).toMatchObject({ standing: [{ class: "fight", by: "other-operator" }] });
    expect(condition(stage, "Drifted")).toMatchObject({ status: "True", reason: "Contested" });
    expect(eventsOf(stage).filter((event) => event.startsWith("DriftContested"))).toHaveLength(1);
    await stage.passFor(minutes(62), seconds(30));
    expect(objectOf(stage, "Service", "orders-rest")).toMatchObject({ spec: { selector: { app: "orders" } } });
    expect(condition(stage, "Drifted")).toMatchObject({ status: "False" });
  });
});

describe("what needs a restart", () => {
  const edited = async (repair?: string, image = "flink:1.20.9"): Promise<Stage> => {
    const stage = await running();
    if (repair !== undefined) mayRestart(stage, repair);
    editImage(stage, image);
    return stage;
  };

  test("is reported by default, and not restarted", async () => {
    const stage = await edited();
    await stage.settle(minutes(7));
    expect(condition(stage, "Drifted")).toMatchObject({ status: "True", reason: "RestartNeeded" });
    expect(condition(stage, "Drifted")?.message).toContain("kubectl-edit");
    expect(condition(stage, "Drifted")?.message).toContain("flink-fleet/repair");
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20.9"));
  });

  test("is made anew with a savepoint where that is allowed", async () => {
    const stage = await edited("now");
    await stage.settle(minutes(2));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20"));
    expect(condition(stage, "Drifted")).toMatchObject({ status: "False" });
    expect(eventsOf(stage).join("\n")).toContain("DriftRestart");
    expect(stage.runs.at(-1)).toMatchObject({ restore: "path" });
    expectStateKept(stage);
  });

  test("what an edit has brought down is put right where it is, and goes on from its HA metadata", async () => {
    const stage = await edited("now", "registry.invalid/does-not-exist:1");
    stage.killPods("jobmanager");
    await stage.settle(minutes(3));
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20"));
    expect(stage.runs.at(-1)).toMatchObject({ restore: "ha" });
    expectStateKept(stage);
  });

  test("waits for the maintenance window where there is one", async () => {
    const stage = await edited();
    const window = { schedule: "0 30 0 ? * *", duration: minutes(10) };
    stage.scene.defaults = { ...shippedDefaults, repair: { window, namespaces: {} } };
    await stage.settle(minutes(20), seconds(30));
    expect(condition(stage, "Drifted")).toMatchObject({ status: "True", reason: "RestartNeeded" });
    expect(condition(stage, "Drifted")?.message).toContain("0 30 0 ? * *");
    await stage.settle(minutes(15), seconds(30));
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20"));
    expectStateKept(stage);
  });

  test("an annotation that is no policy restarts nothing, and says what it has to be", async () => {
    const stage = await edited("sometimes");
    await stage.settle(minutes(7));
    expect(condition(stage, "Drifted")?.message).toContain("it must be now, window, never");
    expect(objectOf(stage, "Deployment", "orders")).toMatchObject(imageOf("flink:1.20.9"));
  });
});

describe("what is left as it is", () => {
  test("goes with its cluster", async () => {
    const stage = await running();
    editImage(stage, "flink:1.20.9");
    await stage.settle(minutes(1));
    expect(condition(stage, "Drifted")).toMatchObject({ status: "True" });
    stage.edit("suspended", { job: { state: "suspended" } });
    await stage.settle();
    expect(stage.status.lifecycleState).toBe("SUSPENDED");
    expect(condition(stage, "Drifted")).toMatchObject({ status: "False" });
    expect(driftOf(stage)).toEqual({});
  });

  test("of a cluster that was rolled back is seen as well", async () => {
    const rollback = { "kubernetes.operator.deployment.rollback.enabled": "true" };
    const stage = await running({ configuration: rollback });
    await stage.settle();
    stage.edit("an image that does not exist", { image: "registry.invalid/does-not-exist:1" });
    await stage.settle(minutes(10), seconds(15));
    expect(stage.status.lifecycleState).toBe("ROLLED_BACK");
    handEdit(stage, "Service/orders-rest", { spec: { selector: { app: "elsewhere" } } });
    await stage.settle();
    expect(objectOf(stage, "Service", "orders-rest")).toMatchObject({ spec: { selector: { app: "orders" } } });
  });
});

describe("the state at risk", () => {
  /** Where checkpoints are kept is another place from the next start on. */
  const elsewhere = async (): Promise<Stage> => {
    const stage = await running({ ha: false });
    editOptions(stage, (text) => text.replaceAll("s3://flink/checkpoints", "s3://elsewhere/checkpoints"));
    return stage;
  };

  test("is reported loudly, and left alone", async () => {
    const stage = await elsewhere();
    await stage.settle();
    expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "StateAtRisk" });
    expect(eventsOf(stage).filter((event) => event.startsWith("DriftStateAtRisk"))).toHaveLength(1);
    expect(stage.runs).toHaveLength(1);
  });

  test("is put right with a savepoint where restarts are allowed", async () => {
    const stage = await elsewhere();
    mayRestart(stage, "now");
    await stage.settle();
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(stage.runs.at(-1)).toMatchObject({ restore: "path" });
    expect(driftOf(stage)["standing"]).toEqual([]);
    expectStateKept(stage);
  });

  test("is not put right where nobody can ask the job for a savepoint", async () => {
    const stage = await elsewhere();
    mayRestart(stage, "now");
    stage.scene.spoke.flinkReachable = false;
    await stage.settle();
    expect(stage.runs).toHaveLength(1);
    expect(condition(stage, "Drifted")).toMatchObject({ status: "True", reason: "StateAtRisk" });
  });

  test("HA metadata that is gone is told", async () => {
    const stage = await running({}, minutes(2));
    stage.scene.spoke.decideCheckpoints({ namespace, name: "orders" }, { kind: "hangs" });
    stage.deleteHa();
    await stage.settle();
    expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "StateAtRisk" });
  });
});

test("the cluster of session jobs is made anew once they were stopped with their state", async () => {
  const stage = new SessionStage();
  await stage.passFor(minutes(2));
  mayRestart(stage, "now", "shared");
  editImage(stage, "flink:1.20.9", "shared");
  await stage.passFor(minutes(4));
  expect(objectOf(stage, "Deployment", "shared")).toMatchObject(imageOf("flink:1.20"));
  expect(stage.status()).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
  expect(stage.scene.world.violations).toEqual([]);
});
