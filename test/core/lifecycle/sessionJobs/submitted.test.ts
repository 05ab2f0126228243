import { expect, test } from "vitest";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import { report } from "../../../../lib/core/lifecycle/status/report.ts";
import { aCluster, sessionLook } from "../support/sessionLook.ts";

const interval = { "execution.checkpointing.interval": "10 s" };

test.for([
  { flinkVersion: "v1_16", flinkConfiguration: interval, told: ["NotCarriedOut", "Submit"] },
  { flinkVersion: "v1_16", flinkConfiguration: { "kubernetes.operator.job.restart.failed": "true" }, told: ["Submit"] },
  { flinkVersion: "v1_17", flinkConfiguration: interval, told: ["Submit"] },
])("$flinkVersion with $flinkConfiguration: $told", ({ flinkVersion, flinkConfiguration, told }) => {
  const cluster = aCluster({ spec: { flinkVersion } });
  const { seen, circumstances } = sessionLook({ job: { spec: { flinkConfiguration } }, cluster });
  const plan = decide(seen, circumstances);
  expect(plan.act).toBe("create");
  const { happenings } = report(seen, plan, { kind: "done" }, circumstances);
  expect(happenings.map(({ reason }) => reason)).toEqual(told);
});
