import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Fields } from "./support/application.ts";
import { expectStateKept, expectStory, running, type Stage } from "./support/stage.ts";

const checked = {
  "kubernetes.operator.cluster.health-check.enabled": true,
  "kubernetes.operator.cluster.health-check.restarts.threshold": 3,
  "restart-strategy.type": "fixed-delay",
  "restart-strategy.fixed-delay.attempts": 1000,
  "restart-strategy.fixed-delay.delay": "1 s",
};

const told = ({ status }: Stage): Fields => {
  const { clusterInfo } = status as { readonly clusterInfo?: Readonly<Record<string, string>> };
  return JSON.parse(clusterInfo?.["ClusterHealthInfo"] ?? "{}") as Fields;
};

const events = ({ scene }: Stage, reason: string): readonly unknown[] =>
  scene.spoke.api
    .list("Event")
    .items.filter((event) => event["reason"] === reason)
    .map((event) => event["message"]);

/** A task that throws again and again. */
async function restless(stage: Stage, times: number): Promise<void> {
  stage.scene.tell(`fail    a task, ${times} times`);
  for (let time = 0; time < times; time += 1) {
    stage.scene.spoke.failTask({ namespace: "default", name: stage.name }, "java.io.IOException: disk is full");
    await stage.passFor(seconds(4), seconds(2));
  }
}

describe.for(["native", "standalone"] as const)("%s", (mode) => {
  test("a job that restarts too often is given a new cluster, from its last checkpoint", async () => {
    const stage = await running({ mode, configuration: checked });
    expect(told(stage)).toMatchObject({ numRestarts: 0, healthResult: { healthy: true, error: null } });
    await restless(stage, 4);
    await stage.passFor(minutes(2));
    expect(events(stage, "RestartUnhealthyJob")).toEqual(["Restart count hit threshold: 3"]);
    expect(stage.runs).toHaveLength(2);
    expect(stage.runs[1]).toMatchObject({ restore: "ha" });
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
    expect(told(stage)).toMatchObject({ numRestarts: 0, healthResult: { healthy: true } });
    await expectStory(stage, `unhealthy-${mode}`);
  });

  test("without high availability it is left as it is, and told", async () => {
    const stage = await running({ mode, ha: false, configuration: checked });
    await restless(stage, 4);
    expect(stage.status.conditions).toContainEqual(
      expect.objectContaining({ type: "Degraded", status: "True", reason: "JobUnhealthy" }),
    );
    await stage.passFor(minutes(5));
    expect(stage.runs).toHaveLength(1);
    expect(stage.status.conditions).toContainEqual(expect.objectContaining({ type: "Degraded", status: "False" }));
  });

  test("a stateless one starts empty", async () => {
    const stage = await running({ mode, ha: false, upgradeMode: "stateless", configuration: checked });
    await restless(stage, 4);
    await stage.passFor(minutes(2));
    expect(stage.runs).toHaveLength(2);
    expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
  });

  test("a job that completes no checkpoints is given a new cluster", async () => {
    const configuration = { ...checked, "execution.checkpointing.timeout": "20 s" };
    const stage = await running({ mode, configuration });
    stage.scene.spoke.decideCheckpoints({ namespace: "default", name: stage.name }, { kind: "hangs" } as never);
    await stage.passFor(seconds(90));
    stage.scene.spoke.decideCheckpoints({ namespace: "default", name: stage.name }, undefined);
    await stage.passFor(minutes(2));
    expect(events(stage, "RestartUnhealthyJob")).toEqual(["Cluster is not able to complete checkpoints"]);
    expectStateKept(stage);
  });

  test("nobody asks for the health of a job where the option is off", async () => {
    const stage = await running({ mode });
    await restless(stage, 4);
    expect(stage.scene.spoke.calls.filter(({ what }) => what.includes("metrics"))).toEqual([]);
    expect(told(stage)).toEqual({});
  });
});
