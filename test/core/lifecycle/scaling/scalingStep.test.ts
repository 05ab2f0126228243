import { describe, expect, test } from "vitest";
import type { JobId, JobVertex } from "../../../../lib/core/flink.ts";
import type { Extent } from "../../../../lib/core/lifecycle/scaling/extent.ts";
import type { ScalingWay } from "../../../../lib/core/lifecycle/scaling/scalingWay.ts";
import { scalingStep, type JobLook, type ScalingLook } from "../../../../lib/core/lifecycle/scaling/scalingStep.ts";
import { instant, minutes } from "../../../../lib/core/time.ts";
import { aDeployment, job, noon } from "../support/builders.ts";

const extent = (parts: Partial<Extent>): Extent => ({
  jobManagers: 1,
  taskManagers: undefined,
  parallelism: 2,
  overrides: {},
  ...parts,
});

const jobManager = aDeployment();
const taskManagers = (wantedReplicas: number) =>
  aDeployment({ name: "counts-taskmanager", uid: "44444444-4444-4444-8444-444444444444", wantedReplicas });
const vertex = (id: string, parallelism: number, maxParallelism = 128, slotSharingGroup?: string): JobVertex => ({
  id,
  name: `Vertex ${id}`,
  parallelism,
  maxParallelism,
  slotSharingGroup: slotSharingGroup ?? "default",
});
const aJob = (parts: Partial<JobLook> = {}): JobLook => ({
  id: job,
  state: "RUNNING",
  requirements: { a: { lowerBound: 1, upperBound: 2 } },
  vertices: [vertex("a", 2)],
  ...parts,
});

const look = (parts: Partial<ScalingLook> = {}): ScalingLook => ({
  jobManager,
  taskManager: undefined,
  job: aJob(),
  missingTaskManagers: 0,
  since: noon,
  now: noon,
  ...parts,
});

const within = minutes(3);
const late = instant(noon + within);
const scale = (name: string, uid: string, replicas: number) => ({
  kind: "effect",
  effect: { kind: "scaleDeployment", deployment: { name, uid, resourceVersion: "9" }, replicas },
});

test("what cannot be is not begun", () => {
  expect(scalingStep({ kind: "none", because: "of something" }, look())).toEqual({
    kind: "none",
    because: "of something",
  });
});

describe("pods", () => {
  const to = (parts: Partial<Extent>): ScalingWay => ({ kind: "pods", to: extent(parts) });

  test("a Deployment that has other replicas is scaled, and then it is done", () => {
    const before = taskManagers(1);
    expect(scalingStep(to({ taskManagers: 3 }), look({ taskManager: before }))).toMatchObject({
      ...scale(before.name, before.uid, 3),
      because: "scaling TaskManagers from 1 to 3",
    });
    expect(scalingStep(to({ taskManagers: 3 }), look({ taskManager: taskManagers(3) }))).toEqual({ kind: "done" });
  });

  test("JobManagers are scaled", () => {
    expect(scalingStep(to({ jobManagers: 2 }), look())).toMatchObject(scale(jobManager.name, jobManager.uid, 2));
  });

  test.for<[string, Partial<ScalingLook>]>([
    ["the JobManagers' Deployment is missing", { jobManager: undefined }],
    ["the JobManagers' Deployment is missing", { jobManager: aDeployment({ deleting: true }) }],
    ["the TaskManagers' Deployment is missing", { taskManager: undefined }],
  ])("%s: an upgrade is needed", ([because, parts]) => {
    expect(scalingStep(to({ taskManagers: 3 }), look({ taskManager: taskManagers(1), ...parts }))).toEqual({
      kind: "none",
      because,
    });
  });
});

describe("reactive", () => {
  const way: ScalingWay = { kind: "reactive", to: extent({ taskManagers: 3 }), slots: 2, within };

  test("TaskManagers first", () => {
    expect(scalingStep(way, look({ taskManager: taskManagers(1) }))).toMatchObject(
      scale("counts-taskmanager", taskManagers(1).uid, 3),
    );
  });

  test.for<[string, Partial<JobLook> | undefined, object]>([
    ["all slots are taken", { vertices: [vertex("a", 6)] }, { kind: "done" }],
    ["as many as the vertex can have", { vertices: [vertex("a", 4, 4)] }, { kind: "done" }],
    ["slots are divided among groups", { vertices: [vertex("a", 3), vertex("b", 3, 128, "other")] }, { kind: "done" }],
    [
      "groups that Flink does not tell of",
      { vertices: [{ ...vertex("a", 3), slotSharingGroup: undefined }] },
      { kind: "done" },
    ],
    [
      "not yet",
      { vertices: [vertex("a", 6), vertex("b", 2)] },
      { kind: "waiting", because: "'Vertex b' has a parallelism of 2, not yet 6", until: late },
    ],
    ["it restarts", { state: "RESTARTING", vertices: [vertex("a", 6)] }, { because: "the job is RESTARTING" }],
    [
      "Flink does not answer",
      { vertices: undefined },
      { because: "Flink cannot be asked for the parallelism of the job" },
    ],
    ["Flink cannot be asked", { state: undefined, vertices: undefined }, { kind: "waiting" }],
    ["there is no job", undefined, { kind: "none", because: "the job is not known to Flink" }],
    ["it has ended", { state: "FAILED" }, { kind: "none", because: "the job is FAILED" }],
  ])("then the job: %s", ([, parts, expected]) => {
    const seen = parts === undefined ? undefined : aJob({ requirements: undefined, ...parts });
    expect(scalingStep(way, look({ taskManager: taskManagers(3), job: seen }))).toMatchObject(expected);
  });
});

test("reactive, groups that Flink does not tell of: TaskManagers that are not there yet are waited for", () => {
  const way: ScalingWay = { kind: "reactive", to: extent({ taskManagers: 3 }), slots: 2, within };
  const seen = aJob({ requirements: undefined, vertices: [{ ...vertex("a", 3), slotSharingGroup: undefined }] });
  const step = scalingStep(way, look({ taskManager: taskManagers(3), job: seen, missingTaskManagers: 1 }));
  expect(step).toMatchObject({ kind: "waiting", because: "TaskManagers are still coming" });
});

describe("requirements", () => {
  const to = (parts: Partial<Extent>): ScalingWay => ({
    kind: "requirements",
    from: [extent({})],
    to: extent(parts),
    within,
  });
  const four = { a: { lowerBound: 1, upperBound: 4 } };

  test("are changed where they are not as wanted", () => {
    expect(scalingStep(to({ parallelism: 4 }), look())).toMatchObject({
      kind: "effect",
      effect: { kind: "setResourceRequirements", job: job as JobId, requirements: four },
    });
  });

  const asked = (parallelism: number, parts: Partial<ScalingLook> = {}) =>
    scalingStep(
      to({ parallelism: 4 }),
      look({ job: aJob({ requirements: four, vertices: [vertex("a", parallelism)] }), ...parts }),
    );

  test("are waited for, up to a deadline", () => {
    const because = "'Vertex a' has a parallelism of 2, not yet 4";
    expect(asked(4)).toEqual({ kind: "done" });
    expect(asked(2)).toEqual({ kind: "waiting", because, until: late });
    expect(asked(2, { now: instant(late - 1) })).toMatchObject({ kind: "waiting" });
    expect(asked(2, { now: late })).toEqual({ kind: "late", because });
    expect(asked(4, { now: late })).toEqual({ kind: "done" });
  });

  test("where TaskManagers are missing no upgrade would help", () => {
    const because = "'Vertex a' has a parallelism of 2, not yet 4; 2 TaskManagers are not ready";
    expect(asked(2, { now: late, missingTaskManagers: 2 })).toEqual({ kind: "starved", because });
    expect(asked(2, { missingTaskManagers: 2 })).toMatchObject({ kind: "waiting" });
  });

  test.for<[string, Partial<JobLook> | undefined, string]>([
    ["it has ended", { state: "FAILED" }, "the job is FAILED"],
    ["it is being recovered", { state: "RECONCILING" }, "the job is RECONCILING"],
    ["it is not there", undefined, "the job is not known to Flink"],
  ])("no job that could be asked: %s", ([, parts, because]) => {
    const seen = parts === undefined ? undefined : aJob(parts);
    expect(scalingStep(to({ parallelism: 4 }), look({ job: seen }))).toEqual({ kind: "none", because });
  });

  test("that cannot be found out need an upgrade", () => {
    const ones = { a: { lowerBound: 1, upperBound: 1 }, b: { lowerBound: 1, upperBound: 1 } };
    const way: ScalingWay = {
      kind: "requirements",
      from: [extent({ parallelism: 1 })],
      to: extent({ parallelism: 4 }),
      within,
    };
    expect(scalingStep(way, look({ job: aJob({ requirements: ones }) }))).toMatchObject({ kind: "none" });
  });

  test("where Flink does not answer, it is asked again", () => {
    expect(scalingStep(to({ parallelism: 4 }), look({ job: aJob({ requirements: undefined }) }))).toMatchObject({
      kind: "waiting",
      because: "Flink cannot be asked for the parallelism of the job",
    });
  });

  describe("in standalone mode", () => {
    const step = (size: number, pods: number, parts: Partial<JobLook>) =>
      scalingStep(
        to({ parallelism: size, taskManagers: size }),
        look({ taskManager: taskManagers(pods), job: aJob(parts) }),
      );
    const one = { a: { lowerBound: 1, upperBound: 1 } };

    test("a growing job gets its TaskManagers first", () => {
      expect(step(4, 2, {})).toMatchObject({ effect: { kind: "scaleDeployment", replicas: 4 } });
      expect(step(4, 4, {})).toMatchObject({ effect: { kind: "setResourceRequirements", requirements: four } });
      expect(step(4, 4, { requirements: four })).toMatchObject({ kind: "waiting" });
      expect(step(4, 4, { requirements: four, vertices: [vertex("a", 4)] })).toEqual({ kind: "done" });
    });

    test("a shrinking job leaves its TaskManagers before they go", () => {
      expect(step(1, 2, {})).toMatchObject({ effect: { kind: "setResourceRequirements", requirements: one } });
      expect(step(1, 2, { requirements: one })).toMatchObject({ kind: "waiting" });
      expect(step(1, 2, { requirements: one, vertices: [vertex("a", 1)] })).toMatchObject({
        effect: { kind: "scaleDeployment", replicas: 1 },
      });
      expect(step(1, 1, { requirements: one, vertices: [vertex("a", 1)] })).toEqual({ kind: "done" });
    });
  });
});
