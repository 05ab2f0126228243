import { expect, test } from "vitest";
import { decided, type Decision } from "../../../lib/core/lifecycle/decide.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { seconds } from "../../../lib/core/time.ts";
import { aDeployment, aJob, aLook, anApplication, answered, circumstances, deployed } from "./support/builders.ts";

const policy = [
  ["canary", "deletion", "unreadableRecord", "holding"],
  ["awaitingCluster", "stopping", "unfinishedDeployment", "adoptedJob", "restoring"],
  ["adoption", "firstDeployment"],
  ["drained", "changing"],
  ["lostJobManager", "lostSessionJob", "endedJob", "endedCluster", "drifting"],
  ["rollback", "lostTaskManagers", "unhealthyJob"],
  ["snapshotting"],
].flat();

const running = (spec: object): Seen => {
  const last = deployed(anApplication());
  const resource = { ...last, metadata: { ...last.metadata, generation: 2 }, spec: { ...last.spec, ...spec } };
  return aLook({ resource, jobManager: aDeployment(), flink: answered(aJob("RUNNING")) });
};

const how = (seen: Seen): Omit<Decision, "plan"> & { readonly act: string } => {
  const { plan, ...rest } = decided(seen, circumstances());
  return { ...rest, act: plan.act };
};

test("where no rule has anything to say all were asked, in the order of the policy", () => {
  expect(how(running({}))).toEqual({ rule: "settling", passed: policy, act: "wait" });
});

test("nothing is asked after the rule that spoke", () => {
  const passed = policy.slice(0, policy.indexOf("changing"));
  expect(how(running({ restartNonce: 1 }))).toEqual({ rule: "changing", passed, act: "stop" });
  expect(how(aLook({ resource: anApplication() }))).toMatchObject({
    rule: "firstDeployment",
    passed: policy.slice(0, policy.indexOf("firstDeployment")),
  });
});

test("a spec that cannot be deployed gives way to care for what runs, and is told where none is needed", () => {
  const invalid = { restartNonce: 1, logConfiguration: { "x.properties": "" } };
  expect(how(running(invalid))).toMatchObject({ rule: "changing", act: "wait" });
  const lost = { ...running(invalid), jobManager: undefined, flink: { kind: "notAsked" } as const, pods: [] };
  const { rule, passed, gaveWay, act } = how(lost);
  expect({ rule, gaveWay, act: act === "wait" }).toEqual({ rule: "lostJobManager", gaveWay: "changing", act: false });
  expect(passed).toEqual(policy.slice(0, policy.indexOf("changing")));
});

test("the plan says when it is looked at again", () => {
  const seen = running({ restartNonce: 1 });
  expect(decided(seen, circumstances()).plan.wake).toBeLessThan(seconds(5));
});
