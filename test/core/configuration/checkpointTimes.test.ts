import { expect, test } from "vitest";
import { jobSpec } from "../../../lib/api/resources/common.ts";
import { checkpointTimes } from "../../../lib/core/configuration/checkpointTimes.ts";

const stateless = jobSpec.parse({});
const lastState = jobSpec.parse({ upgradeMode: "last-state" });
const none = { interval: undefined, timeout: 600_000, tolerableFailures: 0 };

test.for<[string, Readonly<Record<string, string>>, typeof lastState | undefined, object]>([
  ["nothing is set", {}, stateless, none],
  ["a session cluster", {}, undefined, none],
  ["last-state has an interval of its own", {}, lastState, { ...none, interval: 300_000 }],
  ["unless one is set", { "execution.checkpointing.interval": "10 s" }, lastState, { ...none, interval: 10_000 }],
  ["0 is none", { "execution.checkpointing.interval": "0" }, stateless, none],
  ["a timeout", { "execution.checkpointing.timeout": "1 min" }, stateless, { ...none, timeout: 60_000 }],
  [
    "tolerable failures",
    { "execution.checkpointing.tolerable-failed-checkpoints": "3" },
    stateless,
    { ...none, tolerableFailures: 3 },
  ],
  [
    "what cannot be read is not set",
    { "execution.checkpointing.timeout": "soon", "execution.checkpointing.tolerable-failed-checkpoints": "-1" },
    stateless,
    none,
  ],
])("%s", ([, configuration, job, times]) => {
  expect(checkpointTimes(configuration, job)).toEqual(times);
});
