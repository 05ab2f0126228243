import { expect, test } from "vitest";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import { lostStop, unknownStop } from "../../../../lib/core/lifecycle/upgrade/lostStop.ts";
import { rfc3339 } from "../../../../lib/core/time.ts";
import { aLook, noon } from "../support/builders.ts";
import { staged } from "../support/stages.ts";

const intent = {
  kind: "stop",
  from: "DEPLOYED",
  generation: 1,
  jobId: "9618e8".padEnd(32, "0"),
  at: rfc3339(noon),
} as const;
const nowhere = { "state.savepoints.dir": "" };

test.for([
  { when: "a savepoint", way: "savepoint", configuration: {}, told: /s3:\/\/state\/sp\/savepoint-9618e8-\*/u },
  { when: "a savepoint to nowhere", way: "savepoint", configuration: nowhere, told: /\(job 9618e80+\)\.$/u },
  { when: "a cancellation", way: "cancel", configuration: {}, told: /\(job 9618e80+\)\.$/u },
] as const)("of $when says where to look", ({ way, configuration, told }) => {
  const resource = staged({ wanted: { mode: "savepoint", configuration } });
  const seen = aLook({ resource });
  expect(lostStop(seen, { ...intent, way }, shippedDefaults)).toMatch(told);
  expect(unknownStop(seen, { ...intent, way }, "it is forgotten", shippedDefaults)).toMatch(told);
});
