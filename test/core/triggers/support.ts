import { flinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import { flinkSessionJob } from "../../../lib/api/resources/flinkSessionJob.ts";
import type { Change, ChangeRequest } from "../../../lib/core/triggers/changeRequest.ts";
import type { Changed } from "../../../lib/core/triggers/decideChange.ts";
import { instant, later, minutes } from "../../../lib/core/time.ts";

export const noon = instant(Date.UTC(2026, 0, 1, 12));
const metadata = { name: "orders", namespace: "default", uid: "u-1", resourceVersion: "7", generation: 3 };
const apiVersion = "flink.apache.org/v1beta1";

export const deployment = (spec: object = {}, status: object = {}) =>
  flinkDeployment.parse({
    apiVersion,
    kind: "FlinkDeployment",
    metadata,
    spec: { image: "r/orders:1", flinkVersion: "v1_20", job: { jarURI: "local:///a.jar", parallelism: 2 }, ...spec },
    status,
  });

export const session = () => deployment({ job: undefined });

export const sessionJob = () =>
  flinkSessionJob.parse({
    apiVersion,
    kind: "FlinkSessionJob",
    metadata,
    spec: { deploymentName: "s", job: { jarURI: "https://h/a.jar" } },
    status: {},
  });

export const changed = (over: Partial<Changed> = {}): Changed => ({
  target: deployment(),
  notes: [],
  done: [],
  last: undefined,
  ...over,
});

export const request = (change: Change, over: Partial<ChangeRequest> = {}): ChangeRequest => ({
  id: "c-1",
  change,
  by: "ci",
  selector: { names: ["orders"] },
  allowed: { clusters: ["*"] },
  requestedAt: noon,
  deadline: later(noon, minutes(60)),
  ...over,
});
