import { describe, expect, test } from "vitest";
import type { JobId, ResourceRequirements } from "../../lib/core/flink.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { Scale } from "../../lib/world/flink/scale.ts";
import type { SimulatedSpoke } from "../../lib/world/simulatedSpoke.ts";
import { address, aJobId, deploy, namespace } from "./flinkObjects.ts";
import { checkpointing, faultOf, ha, names, running, takeDown } from "./running.ts";

const at = address("a");
const job = aJobId as JobId;
const cluster = { namespace, name: "a" };
const adaptive = { ...checkpointing, "jobmanager.scheduler": "adaptive" };

/** The same bounds for every vertex. */
async function bounds(spoke: SimulatedSpoke, lowerBound: number, upperBound: number): Promise<ResourceRequirements> {
  const known = await spoke.flink.resourceRequirements(at, job);
  return Object.fromEntries(Object.keys(known).map((vertex) => [vertex, { lowerBound, upperBound }]));
}

const taskManagers = (spoke: SimulatedSpoke): number =>
  names(spoke, "Pod").filter((name) => name.includes("taskmanager")).length;

describe("the adaptive scheduler", () => {
  test("gives a running job more slots when they have come, and fewer at once", async () => {
    const { spoke, world } = running({ name: "a", configuration: adaptive }, minutes(1));
    expect(taskManagers(spoke)).toBe(1);
    await spoke.flink.setResourceRequirements(at, job, await bounds(spoke, 1, 6));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 4 } }]);
    world.advance(seconds(30));
    expect(taskManagers(spoke)).toBe(3);
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 12 } }]);
    await spoke.flink.setResourceRequirements(at, job, await bounds(spoke, 1, 2));
    world.advance(seconds(10));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 4 } }]);
    world.advance(minutes(1));
    expect(taskManagers(spoke)).toBe(1);
    expect(await spoke.flink.jobMetrics(at, job, ["numRestarts"])).toEqual({ numRestarts: 2 });
    expect(spoke.incarnations(cluster)).toHaveLength(1);
  });

  test("goes on with what is left of its TaskManagers", async () => {
    const configuration = { ...adaptive, "parallelism.default": "4" };
    const { spoke, world } = running({ name: "a", mode: "standalone", taskManagers: 2, configuration }, minutes(1));
    const deployment = { kind: "Deployment", namespace, name: "a-taskmanager" };
    spoke.api.patch(deployment, { type: "merge", body: { spec: { replicas: 1 } } });
    world.advance(seconds(20));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 4 } }]);
  });

  test("waits, CREATED, for the slots that it needs at least", async () => {
    const configuration = { ...adaptive, "parallelism.default": "4" };
    const { spoke } = running({ name: "a", mode: "standalone", taskManagers: 0, configuration }, minutes(1));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "CREATED" }]);
  });

  test.for([
    { of: { lowerBound: 0, upperBound: 2 }, says: "must be greater than zero" },
    { of: { lowerBound: 3, upperBound: 2 }, says: "is higher than the upper bound" },
    { of: { lowerBound: 1, upperBound: 129 }, says: "exceeds its maximum parallelism 128" },
  ])("refuses $of", async ({ of, says }) => {
    const { spoke } = running({ name: "a", configuration: adaptive });
    const wanted = await bounds(spoke, of.lowerBound, of.upperBound);
    expect(await faultOf(spoke.flink.setResourceRequirements(at, job, wanted))).toContain(says);
    const [vertex = ""] = Object.keys(wanted);
    const half = { [vertex]: { lowerBound: 1, upperBound: 2 } };
    expect(await faultOf(spoke.flink.setResourceRequirements(at, job, half))).toContain("incomplete");
    expect(await faultOf(spoke.flink.setResourceRequirements(at, job, {}))).toContain("does not specify");
    const unknown = { ...(await bounds(spoke, 1, 2)), f00: { lowerBound: 1, upperBound: 2 } };
    expect(await faultOf(spoke.flink.setResourceRequirements(at, job, unknown))).toContain("f00");
  });

  test("keeps the requirements with the graph in HA storage", async () => {
    const configuration = { ...ha, ...adaptive };
    const { spoke, world } = running({ name: "a", configuration });
    await spoke.flink.setResourceRequirements(at, job, await bounds(spoke, 1, 6));
    takeDown({ spoke, world }, "a");
    deploy(spoke, { name: "a", configuration });
    world.advance(minutes(1));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ tasks: { running: 12 } }]);
  });
});

test.for([
  { slots: 1, enough: false, changes: false },
  { slots: 2, enough: false, changes: false },
  { slots: 3, enough: true, changes: true },
  { slots: 9, enough: true, changes: true },
])("a job that needs three slots and has one, of $slots", ({ slots, enough, changes }) => {
  const vertex = { id: "v", name: "v", lowerBound: 1, upperBound: 1, maxParallelism: 8 };
  const scale = new Scale("adaptive", [vertex]);
  expect(scale.require({ v: { lowerBound: 3, upperBound: 4 } })).toBeUndefined();
  expect(scale.isEnough(slots)).toBe(enough);
  expect(scale.wouldChange(slots)).toBe(changes);
  scale.take(slots);
  expect(scale.slots).toBe(Math.min(4, slots));
});

test("without it requirements are refused, and before 1.18 not known", async () => {
  const standard = running({ name: "a" }).spoke;
  expect(await faultOf(standard.flink.resourceRequirements(at, job))).toContain("UnsupportedOperationException");
  expect(await faultOf(standard.flink.setResourceRequirements(at, job, {}))).toContain("UnsupportedOperationException");
  const old = running({ name: "a", image: "flink:1.17", configuration: adaptive }).spoke;
  expect(await faultOf(old.flink.resourceRequirements(at, job))).toContain("Not found");
});

describe("reactive mode", () => {
  const reactive = { ...checkpointing, "scheduler-mode": "reactive" };

  test("takes all the slots that there are", async () => {
    const { spoke, world } = running({ name: "a", mode: "standalone", configuration: reactive }, minutes(1));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 4 } }]);
    const deployment = { kind: "Deployment", namespace, name: "a-taskmanager" };
    spoke.api.patch(deployment, { type: "merge", body: { spec: { replicas: 3 } } });
    world.advance(seconds(30));
    expect(await spoke.flink.jobs(at)).toMatchObject([{ state: "RUNNING", tasks: { running: 12 } }]);
  });

  test("is for standalone clusters", async () => {
    const { spoke } = running({ name: "a", configuration: reactive });
    expect(taskManagers(spoke)).toBe(1);
    expect(await faultOf(spoke.flink.resourceRequirements(at, job))).toContain("UnsupportedOperationException");
  });
});

test("vertices may each have a parallelism of their own", async () => {
  const overrides = "bc764cd8ddf7a0cff126f51c16239658:3,0a448493b4782967b150582570326227:1";
  const configuration = { "pipeline.jobvertex-parallelism-overrides": overrides };
  const { spoke } = running({ name: "a", configuration });
  expect(await spoke.flink.jobs(at)).toMatchObject([{ tasks: { running: 4 } }]);
  expect(taskManagers(spoke)).toBe(2);
});
