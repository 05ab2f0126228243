import { describe, expect, test } from "vitest";
import { claimed } from "../../../lib/core/lifecycle/status/claim.ts";
import { decide } from "../../../lib/core/lifecycle/decide.ts";
import { firstRecord } from "../../../lib/core/lifecycle/status/firstRecord.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import { report } from "../../../lib/core/lifecycle/status/report.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { minutes, rfc3339, later } from "../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  aPod,
  aSession,
  circumstances,
  deployed,
  job,
  noon,
} from "./support/builders.ts";
import { silent, staged } from "./support/stages.ts";

const told = (parts: Partial<Seen>, now = noon) => {
  const seen = aLook(parts);
  return report(seen, decide(seen, circumstances(now)), { kind: "nothing" }, circumstances(now)).status;
};

const condition = (parts: Partial<Seen>, type: string): string => {
  const found = told(parts).conditions.find((one) => one.type === type);
  return `${found?.status} ${found?.reason}`;
};

const app = { resource: staged() };
const up = { jobManager: aDeployment({ availableReplicas: 1 }) };
const down = { jobManager: aDeployment({ availableReplicas: 0 }) };
const session = { resource: deployed(aSession(), { jobManagerDeploymentStatus: "READY" }) };
const stop = { kind: "stop", way: "savepoint", from: "DEPLOYED", generation: 1, jobId: job, at: rfc3339(noon) };
const stopping = { resource: staged({ state: "UPGRADING", fleet: { intent: stop } }) };
const stopped = {
  resource: staged({
    state: "UPGRADING",
    reached: { state: "suspended", upgradeMode: "savepoint" },
    jobStatus: { state: "FINISHED" },
    fleet: { stoppedAt: rfc3339(noon) },
  }),
};

describe("Running", () => {
  test.for<readonly [when: string, look: Partial<Seen>, is: string]>([
    ["Flink says so", { ...app, ...up, flink: answered(aJob("RUNNING")) }, "True Running"],
    ["Flink cannot be asked", { ...app, ...up, flink: silent }, "Unknown Reconciling"],
    ["Flink cannot be asked in the middle of a stop", { ...stopping, ...up, flink: silent }, "Unknown Reconciling"],
    ["the JobManager comes up", { ...app, ...down, pods: [aPod({ started: false })] }, "False Reconciling"],
    [
      "only a container beside Flink's keeps its pod from being ready",
      { ...app, ...down, pods: [aPod({ started: true })] },
      "Unknown Reconciling",
    ],
    ["its pod is going", { ...app, ...down, pods: [aPod({ started: true, deleting: true })] }, "False Reconciling"],
    ["nothing is there", { ...app, pods: [] }, "False Reconciling"],
    ["the job was stopped", { ...stopped, ...up, flink: answered() }, "False Finished"],
    ["a session cluster answers", { ...session, ...up, flink: answered() }, "True JobManagerReady"],
    ["a session cluster cannot be asked", { ...session, ...up, flink: silent }, "Unknown JobManagerReady"],
    ["a session cluster is missing", { ...session, pods: [] }, "False JobManagerDeploymentMissing"],
  ])("where %s", ([, look, is]) => {
    expect(condition(look, "Running")).toBe(is);
  });
});

describe("Ready", () => {
  const announced = staged({
    first: true,
    state: "UPGRADING",
    reached: { state: "suspended", upgradeMode: "stateless" },
    fleet: { intent: aDeployIntent() },
  });
  test.for<readonly [when: string, look: Partial<Seen>, is: string]>([
    ["a first deployment is announced", { resource: announced, pods: [] }, "False NotDeployed"],
    [
      "the first deployment is being stopped",
      { resource: staged({ first: true, state: "UPGRADING", fleet: { intent: stop } }), ...up, flink: silent },
      "False Upgrading",
    ],
    ["the job is stopped", { ...stopped, ...up, flink: answered() }, "False Upgrading"],
    [
      "the last good spec is brought back",
      { resource: staged({ ...rolling("ROLLING_BACK") }), ...down, pods: [aPod()] },
      "False RollingBack",
    ],
    [
      "the last good spec runs",
      { resource: staged({ ...rolling("ROLLED_BACK") }), ...up, flink: answered(aJob("RUNNING")) },
      "False RolledBack",
    ],
    ["the JobManager was lost in the middle of a stop", { ...stopping, pods: [] }, "False StateInDoubt"],
    ["Flink cannot be asked", { ...app, ...up, flink: silent }, "Unknown FlinkUnreachable"],
  ])("where %s", ([, look, is]) => {
    expect(condition(look, "Ready")).toBe(is);
  });
});

function rolling(state: "ROLLING_BACK" | "ROLLED_BACK") {
  const reached = { state: state === "ROLLED_BACK" ? "running" : "suspended", upgradeMode: "last-state" } as const;
  return { state, stable: { spec: { image: "flink:good" } }, last: { spec: { image: "flink:bad" } }, reached };
}

describe("Degraded", () => {
  const trouble = { reason: "ImagePullBackOff", message: "there is no such image" };
  const broken = { ...down, pods: [aPod({ trouble })] };
  test.for<readonly [when: string, look: Partial<Seen>, is: string]>([
    ["what is wrong is wrong with what was deployed", { ...app, ...broken }, "True ImagePullBackOff"],
    ["what was wrong is being removed", { ...stopped, ...broken }, "False AsExpected"],
    [
      "the last good spec runs",
      { resource: staged({ ...rolling("ROLLED_BACK") }), ...up, flink: answered(aJob("RUNNING")) },
      "True RolledBack",
    ],
  ])("where %s", ([, look, is]) => {
    expect(condition(look, "Degraded")).toBe(is);
  });
});

describe("status in the middle of an upgrade", () => {
  const doubt = "Manual restore required. The newest known state is …";

  test("tells of what is gone as gone, and of the job as not known", () => {
    expect(told({ ...stopping, pods: [] })).toMatchObject({
      lifecycleState: "FAILED",
      jobManagerDeploymentStatus: "MISSING",
      jobStatus: { state: "RECONCILING" },
    });
  });

  test("tells of a JobManager that is on its way out as missing once no pod is up", () => {
    const gone = { pods: [aPod({ deleting: true })] };
    const leaving = { ...stopped, ...gone, jobManager: aDeployment({ availableReplicas: 0, wantedReplicas: 0 }) };
    expect(told(leaving)).toMatchObject({ jobManagerDeploymentStatus: "MISSING" });
  });

  test("keeps what was refused until it was tried again", () => {
    const intent = aDeployIntent();
    const reached = { state: "suspended", upgradeMode: "stateless" } as const;
    const status = { jobManagerDeploymentStatus: "ERROR", error: "exceeded quota" };
    const resource = staged({ state: "UPGRADING", reached, fleet: { intent }, status });
    expect(told({ resource, pods: [] })).toMatchObject(status);
  });

  test("drops a doubt that is over", () => {
    const { status, ...resource } = stopped.resource;
    const doubted = { ...resource, status: { ...status, error: doubt } };
    expect(told({ resource: doubted, ...up, flink: answered() }).error).toBeUndefined();
  });
});

test("a resource that is being deleted misses no JobManager", () => {
  const resource = staged({ metadata: { deletionTimestamp: rfc3339(noon) } });
  expect(told({ resource, pods: [] }).error).toBeUndefined();
});

test("that Flink cannot be asked for long is told as just that", () => {
  const fleet = { step: { name: "reachability", since: rfc3339(noon) } };
  const found = told({ resource: staged({ fleet }), ...up, flink: silent }, later(noon, minutes(6)));
  expect(found.conditions).toContainEqual(
    expect.objectContaining({ type: "Progressing", status: "False", reason: "FlinkUnreachable" }),
  );
});

test("a job that another operator has left as running is not, once it is stopped", () => {
  const resource = staged({
    state: "UPGRADING",
    reached: { state: "suspended", upgradeMode: "stateless" },
    jobStatus: { state: "RUNNING" },
    reconciliation: { lastStableSpec: firstRecord(anApplication().spec, "running") },
  });
  expect(told({ resource, pods: [], jobManager: aDeployment({ deleting: true }) }).jobStatus?.state).toBe(
    "RECONCILING",
  );
});

test("a claim leaves no job that runs, whatever another operator has left there", () => {
  const seen = aLook({
    resource: staged({
      state: "UPGRADING",
      reached: { state: "suspended", upgradeMode: "stateless" },
      jobStatus: { state: "RUNNING" },
    }),
    pods: [],
  });
  const plan = decide(seen, circumstances()) as Extract<Plan, { readonly act: "create" }>;
  expect(claimed(seen.resource, plan, noon).jobStatus?.state).toBe("RECONCILING");
});

test("a stop that is refused leaves what was seen", () => {
  const resource = staged({ wanted: { mode: "stateless", spec: { image: "flink:2" } } });
  const seen = aLook({ resource, ...up, flink: answered(aJob("RUNNING", { total: 4, running: 1 })) });
  const plan = decide(seen, circumstances());
  const { status } = report(seen, plan, { kind: "refused", because: "no" }, circumstances());
  expect([plan.act, status.jobStatus?.state]).toEqual(["stop", "CREATED"]);
});
