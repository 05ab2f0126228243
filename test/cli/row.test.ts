import { expect, test } from "vitest";
import { isSettled, type Row } from "../../lib/cli/row.ts";

const row = (given: Pick<Partial<Row>, "state" | "job" | "next">): Row => ({
  cluster: "east",
  namespace: "default",
  resource: "orders",
  kind: "FlinkDeployment",
  mode: "native",
  type: "application",
  state: "STABLE",
  message: "",
  ...given,
});

test.for([
  { when: "stable and nothing is on its way", given: {}, settled: true },
  { when: "stable, but waiting for something", given: { next: "waiting for the JobManager" }, settled: false },
  { when: "deployed", given: { state: "DEPLOYED", job: "CREATED" }, settled: false },
  { when: "failed for good", given: { state: "FAILED" }, settled: true },
  { when: "finished before it was seen to be stable", given: { state: "DEPLOYED", job: "FINISHED" }, settled: true },
  { when: "not looked at yet", given: { state: "CREATED" }, settled: false },
])("$when: settled is $settled", ({ given, settled }) => {
  expect(isSettled(row(given))).toBe(settled);
});
