import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Fields, Wanted } from "./support/application.ts";
import { Stage } from "./support/stage.ts";

const adaptive = { "jobmanager.scheduler": "adaptive" };
const reactive = { "scheduler-mode": "reactive" };
const sizes: readonly (readonly [string, Wanted])[] = [
  ["native-adaptive", { mode: "native", configuration: adaptive }],
  ["standalone-adaptive", { mode: "standalone", configuration: adaptive }],
  ["standalone-reactive", { mode: "standalone", configuration: reactive }],
];

const uids = ({ scene }: Stage): readonly unknown[] =>
  scene.spoke.api.list("Deployment").items.map(({ metadata }) => [metadata.name, metadata.uid]);

const taskManagers = ({ scene }: Stage): number =>
  scene.names("Pod").filter((name) => name.includes("taskmanager")).length;

/** By vertex. */
async function parallelism({ scene, status }: Stage): Promise<readonly number[]> {
  const at = { namespace: "default", service: "orders-rest", scheme: "http" } as const;
  const vertices = await scene.spoke.flink.vertices(at, status.jobStatus?.["jobId"] as never);
  return vertices.map((vertex) => vertex.parallelism);
}

/** As `kubectl scale` and a HorizontalPodAutoscaler do it. */
const scale = (stage: Stage, replicas: number): void =>
  stage.edit(`taskManager.replicas ${replicas}`, { taskManager: { replicas } });

const events = ({ scene }: Stage, reason: string): readonly string[] =>
  scene.spoke.api
    .list("Event")
    .items.filter((event) => event["reason"] === reason)
    .map((event) => `${String(event["count"])} × ${String(event["message"])}`);

const condition = (stage: Stage, type: string): Fields | undefined =>
  stage.status.conditions?.find((one) => one.type === type) as Fields | undefined;

function expectSettled(stage: Stage): void {
  expect(stage.status).toMatchObject({
    lifecycleState: "STABLE",
    jobStatus: { state: "RUNNING" },
    observedGeneration: stage.scene.resource(stage.name).metadata.generation,
  });
  expect(stage.status.fleet).not.toHaveProperty("inPlace");
  expect(condition(stage, "Progressing")).toMatchObject({ status: "False", reason: "Settled" });
}

describe.for(sizes)("%s", ([name, wanted]) => {
  test("another parallelism is taken without a new JobManager", async () => {
    const stage = await Stage.running(wanted);
    const before = uids(stage);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.settle();
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(taskManagers(stage)).toBe(3);
    expectSettled(stage);
    stage.edit("parallelism 2", { job: { parallelism: 2 } });
    await stage.settle();
    expect(await parallelism(stage)).toEqual([2, 2]);
    expect(taskManagers(stage)).toBe(1);
    expect(uids(stage)).toEqual(before);
    expect(stage.runs).toHaveLength(1);
    expect(events(stage, "Scaling")).toEqual(["2 × In-place scaling triggered"]);
    expect(events(stage, "SpecChanged")).toHaveLength(2);
    expectSettled(stage);
    await stage.expectStory(`scaling-${name}`);
  });

  test("replicas are followed, and told to whoever scales", async () => {
    const stage = await Stage.running(wanted);
    const before = uids(stage);
    scale(stage, 3);
    await stage.settle();
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.status).toMatchObject({
      taskManager: { replicas: 3, labelSelector: "component=taskmanager,app=orders" },
    });
    expect(uids(stage)).toEqual(before);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test("an edit while it scales counts", async () => {
    const stage = await Stage.running(wanted);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(seconds(2), seconds(1));
    expect(condition(stage, "Progressing")).toMatchObject({ status: "True", reason: "Scaling" });
    stage.edit("parallelism 4", { job: { parallelism: 4 } });
    await stage.settle();
    expect(await parallelism(stage)).toEqual([4, 4]);
    expect(taskManagers(stage)).toBe(2);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
    await stage.expectStory(`scaling-edit-${name}`);
  });

  test("one that is taken back while it scales leaves nothing behind", async () => {
    const stage = await Stage.running(wanted);
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(seconds(2), seconds(1));
    stage.edit("parallelism 2", { job: { parallelism: 2 } });
    await stage.settle();
    expect(await parallelism(stage)).toEqual([2, 2]);
    expect(taskManagers(stage)).toBe(1);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test.skipIf(wanted.mode === "native")("TaskManagers that never come are reported, and the job goes on", async () => {
    const stage = await Stage.running(wanted);
    stage.scene.spoke.podsRefused = "exceeded quota";
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.passFor(minutes(5));
    expect(condition(stage, "Degraded")).toMatchObject({ status: "True", reason: "TaskManagersMissing" });
    expect(stage.status.jobStatus).toMatchObject({ state: "RUNNING" });
    stage.scene.spoke.podsRefused = undefined;
    await stage.settle(minutes(4));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(1);
    expectSettled(stage);
  });

  test("a job that has failed meanwhile is brought back by an upgrade", async () => {
    const stage = await Stage.running(wanted);
    stage.fail();
    stage.edit("parallelism 6", { job: { parallelism: 6 } });
    await stage.settle(minutes(3));
    expect(await parallelism(stage)).toEqual([6, 6]);
    expect(stage.runs).toHaveLength(2);
    stage.expectStateKept();
    expectSettled(stage);
  });
});
