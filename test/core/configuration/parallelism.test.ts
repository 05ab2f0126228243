import { describe, expect, test } from "vitest";
import { parallelismOf, slotsOf, taskManagerReplicas } from "../../../lib/core/configuration/parallelism.ts";
import { anApplication, aWantedCluster } from "./aWantedCluster.ts";

describe("slots of a TaskManager", () => {
  test.for([
    [undefined, 1],
    ["3", 3],
    [" ", 1],
    ["0", 1],
    ["-2", 1],
    ["2.9", 2],
    ["many", 1],
  ] as const)("%s: %i", ([text, slots]) => {
    expect(slotsOf(text === undefined ? {} : { "taskmanager.numberOfTaskSlots": text })).toBe(slots);
  });
});

test("a session cluster has no parallelism and one TaskManager, unless it asks for more", () => {
  const { spec } = aWantedCluster({ mode: "standalone" });
  expect(parallelismOf(spec, {})).toBeUndefined();
  expect(taskManagerReplicas(spec, {})).toBe(1);
  expect(taskManagerReplicas({ ...spec, taskManager: { replicas: 4 } }, {})).toBe(4);
});

test("a job has as many TaskManagers as its parallelism fills", () => {
  const { spec } = anApplication({ mode: "standalone" });
  expect(parallelismOf(spec, {})).toBe(4);
  expect(taskManagerReplicas(spec, { "taskmanager.numberOfTaskSlots": "3" })).toBe(2);
});
