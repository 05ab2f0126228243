import { expect, test } from "vitest";
import { livePod } from "../../lib/api/live.ts";

test("a condition without a time is read: Kubernetes writes it as null", () => {
  const conditions = [{ type: "Ready", status: "True", lastProbeTime: null, lastTransitionTime: null }];
  const pod = livePod.parse({ metadata: { name: "a", namespace: "b", uid: "c" }, status: { conditions } });
  expect(pod.status.conditions[0]?.lastTransitionTime).toBeUndefined();
});
