import { expect, test } from "vitest";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { taskManagerScale } from "../../../../lib/core/lifecycle/status/taskManagerScale.ts";
import { anApplication, aSession } from "../support/builders.ts";

const jar = "local:///opt/flink/job.jar";
const labelSelector = "component=taskmanager,app=counts";
const none = { labelSelector: "", replicas: 0 };
const slots = (n: number, more: object = {}) => ({
  flinkConfiguration: { "taskmanager.numberOfTaskSlots": n, ...more },
});
const overrides = { "pipeline.jobvertex-parallelism-overrides": "v1:9" };

test.for([
  [
    "native: as the parallelism needs",
    anApplication({ spec: { job: { jarURI: jar, parallelism: 5 }, ...slots(2) } }),
    3,
  ],
  ["native: as many as are asked for", anApplication({ spec: { taskManager: { replicas: 4 }, ...slots(2) } }), 4],
  ["native: single vertices do not count, as there", anApplication({ spec: slots(1, overrides) }), 2],
  ["standalone: as the parallelism needs", anApplication({ spec: { mode: "standalone", ...slots(1) } }), 2],
  [
    "standalone: as many as are asked for",
    anApplication({ spec: { mode: "standalone", taskManager: { replicas: 4 } } }),
    4,
  ],
  ["standalone: single vertices count", anApplication({ spec: { mode: "standalone", ...slots(2, overrides) } }), 5],
  ["a standalone session cluster", aSession({ spec: { mode: "standalone", taskManager: { replicas: 3 } } }), 3],
] as const)("%s", ([, resource, replicas]) => {
  expect(taskManagerScale(resource, shippedDefaults)).toEqual({ labelSelector, replicas });
});

test.for([
  ["a native session cluster", aSession()],
  ["a suspended job", anApplication({ spec: { job: { jarURI: jar, parallelism: 5, state: "suspended" } } })],
] as const)("nothing to scale: %s", ([, resource]) => {
  expect(taskManagerScale(resource, shippedDefaults)).toEqual(none);
});
