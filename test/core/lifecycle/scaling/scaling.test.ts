import { describe, expect, test } from "vitest";
import type { FlinkView, Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { report } from "../../../../lib/core/lifecycle/status/report.ts";
import { scaling } from "../../../../lib/core/lifecycle/scaling/scaling.ts";
import { instant, minutes, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  circumstances,
  deployed,
  noon,
} from "../support/builders.ts";

type Raw = Readonly<Record<string, unknown>>;

const adaptive = {
  flinkConfiguration: {
    "jobmanager.scheduler": "adaptive",
    "state.savepoints.dir": "s3://a/s",
    "state.checkpoints.dir": "s3://a/c",
  },
};
const job = (parallelism: number): Raw => ({ job: { jarURI: "local:///a.jar", parallelism } });
const vertices = (parallelism: number) => [
  { id: "a", name: "Vertex a", parallelism, maxParallelism: 128, slotSharingGroup: "default" },
];
const flink = (upperBound: number, parallelism = upperBound, parts: Raw = {}): FlinkView => ({
  ...(answered(aJob("RUNNING")) as Extract<FlinkView, { kind: "answered" }>),
  requirements: { a: { lowerBound: 1, upperBound } },
  vertices: vertices(parallelism),
  ...parts,
});

interface Parts {
  readonly wanted?: Raw;
  readonly fleet?: Raw;
  readonly status?: Raw;
  readonly seen?: Partial<Seen>;
}

/** Deployed with a parallelism of 2, and asked for one of 4 since. */
function aScaling({ wanted = { ...adaptive, ...job(4) }, fleet, status = {}, seen = {} }: Parts = {}): Seen {
  const before = deployed(
    anApplication({ spec: { ...adaptive, ...job(2) } }),
    fleet === undefined ? status : { ...status, fleet },
  );
  const { spec } = anApplication({ spec: wanted });
  const resource = { ...before, spec, metadata: { ...before.metadata, generation: 2 } };
  return aLook({ resource, jobManager: aDeployment(), flink: flink(2), ...seen });
}

const to4 = { parallelism: 4, overrides: {} };
const begun = (parts: Raw = {}): Raw => ({
  inPlace: { generation: 2, since: rfc3339(noon), announced: [to4], ...parts },
});
const at = (after: number) => circumstances(instant(noon + after));
const plan = (parts: Parts, after = 0): Raw => ({ ...scaling(aScaling(parts), at(after)) });

describe("a scaling", () => {
  test("is announced before anything is done", () => {
    expect(plan({})).toMatchObject({
      plan: { act: "turn", turn: { kind: "inPlace", change: { announced: [to4] } }, wake: 0 },
    });
  });

  test("is carried out, waited for and recorded", () => {
    expect(plan({ fleet: begun() })).toMatchObject({
      plan: { act: "again", effect: { kind: "setResourceRequirements" } },
    });
    expect(plan({ fleet: begun(), seen: { flink: flink(4, 2) } })).toMatchObject({
      plan: { act: "wait", wake: seconds(2) },
    });
    expect(plan({ fleet: begun(), seen: { flink: flink(4) } })).toMatchObject({
      plan: { turn: { kind: "carriedOut" } },
    });
  });

  test("to another size than the announced one is announced as well, and what was announced stays known", () => {
    const other = plan({ wanted: { ...adaptive, ...job(6) }, fleet: begun() });
    expect(other).toMatchObject({ plan: { turn: { change: { announced: [to4, { ...to4, parallelism: 6 }] } } } });
  });

  test("that was taken back is made good", () => {
    const back = { wanted: { ...adaptive, ...job(2) }, fleet: begun(), seen: { flink: flink(4) } };
    expect(plan(back)).toMatchObject({ plan: { turn: { change: { announced: [to4, { ...to4, parallelism: 2 }] } } } });
    expect(scaling(aScaling({ wanted: { ...adaptive, ...job(2) } }), at(0))).toBeUndefined();
  });

  test.for<[string, Partial<Seen>]>([
    ["Flink does not answer", { flink: { kind: "unreachable", because: "a timeout" } }],
    [
      "the JobManager comes up again",
      { jobManager: aDeployment({ availableReplicas: 0 }), flink: { kind: "notAsked" } },
    ],
  ])("is waited for while %s, and is an upgrade in the end", ([, seen]) => {
    expect(plan({ fleet: begun(), seen })).toMatchObject({ plan: { act: "wait" } });
    expect(plan({ fleet: begun(), seen }, minutes(10))).toMatchObject({ kind: "impossible" });
  });

  test("that Flink refused is an upgrade, until the spec changes", () => {
    const refused = { effect: "setResourceRequirements", because: "no" };
    expect(plan({ fleet: begun({ refused }) })).toEqual({
      kind: "impossible",
      because: "scaling in place was refused (no)",
    });
    expect(plan({ fleet: begun({ refused, generation: 1 }) })).toMatchObject({ kind: "plan" });
  });

  test("for which TaskManagers are missing is waited for, and has all its time again once they are there", () => {
    const info = { version: "1.20.1", revision: "a", taskManagers: 2 };
    const missing = { flink: flink(4, 2, { info }) };
    const there = { flink: flink(4, 2, { info: { ...info, taskManagers: 4 } }) };
    const starved = plan({ fleet: begun(), seen: missing }, minutes(10));
    expect(starved).toMatchObject({ plan: { act: "wait", step: "taskManagers" } });
    const step = { name: "taskManagers", since: rfc3339(noon) };
    expect(plan({ fleet: { ...begun(), step }, seen: there }, minutes(10))).toMatchObject({
      plan: { turn: { kind: "inPlace", change: { announced: [to4] } } },
    });
    expect(plan({ fleet: begun(), seen: there }, minutes(10))).toMatchObject({ kind: "impossible" });
    const late = decide(aScaling({ fleet: { ...begun(), step }, seen: missing }), at(minutes(10)));
    expect(late).toMatchObject({ obstacle: { reason: "TaskManagersMissing" } });
  });

  test.for<[string, Parts]>([
    ["the last deployment was rolled back", { status: { reconciliationStatus: { state: "ROLLED_BACK" } } }],
    ["the spec is invalid", { wanted: { ...adaptive, ...job(4), serviceAccount: "" } }],
    ["more than that has changed", { wanted: { ...adaptive, ...job(4), image: "flink:other" } }],
    [
      "something is under way",
      {
        fleet: {
          intent: { kind: "stop", way: "cancel", from: "DEPLOYED", generation: 1, jobId: "x", at: rfc3339(noon) },
        },
      },
    ],
  ])("is not begun where %s", ([, { status, ...parts }]) => {
    const seen = aScaling(parts);
    const { reconciliationStatus } = seen.resource.status;
    const changed = { ...reconciliationStatus, ...(status?.["reconciliationStatus"] as object | undefined) };
    const resource = { ...seen.resource, status: { ...seen.resource.status, reconciliationStatus: changed } };
    expect(scaling({ ...seen, resource } as Seen, at(0))).toBeUndefined();
  });

  test("is not begun where the job is suspended, or goes away", () => {
    const { spec } = anApplication({ spec: { ...adaptive, ...job(2) } });
    const lastReconciledSpec = specRecord(spec, {
      firstDeployment: false,
      job: { state: "suspended", upgradeMode: "savepoint" },
    });
    expect(
      scaling(aScaling({ status: { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec } } }), at(0)),
    ).toBeUndefined();
    const suspended = { wanted: { ...adaptive, job: { ...(job(4)["job"] as Raw), state: "suspended" } } };
    const status = { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec } };
    expect(scaling(aScaling({ ...suspended, status }), at(0))).toBeUndefined();
    const seen = aScaling();
    const metadata = { ...seen.resource.metadata, deletionTimestamp: rfc3339(noon) };
    expect(scaling({ ...seen, resource: { ...seen.resource, metadata } }, at(0))).toBeUndefined();
  });
});

describe("once it is carried out", () => {
  const { spec } = anApplication({ spec: { ...adaptive, ...job(2) } });
  const lastReconciledSpec = specRecord(
    { ...spec, job: { ...spec.job, savepointTriggerNonce: 7 } as typeof spec.job },
    { firstDeployment: true, job: { state: "running", upgradeMode: "last-state" } },
  );
  const stable = { state: "DEPLOYED", lastReconciledSpec, lastStableSpec: lastReconciledSpec };
  const wanted = {
    ...adaptive,
    job: { jarURI: "local:///a.jar", parallelism: 4, upgradeMode: "savepoint", savepointTriggerNonce: 8 },
  };

  test("the record has the new size, and what was reached stays", () => {
    const seen = aScaling({
      wanted,
      fleet: { ...begun(), deploymentId: "d" },
      status: { reconciliationStatus: stable },
      seen: { flink: flink(4) },
    });
    const { status } = report(seen, decide(seen, at(0)), { kind: "nothing" }, at(0));
    const record = JSON.parse(status.reconciliationStatus?.lastReconciledSpec ?? "") as Raw;
    expect(record).toMatchObject({
      spec: { job: { parallelism: 4, state: "running", upgradeMode: "last-state", savepointTriggerNonce: 7 } },
      resource_metadata: { firstDeployment: true },
    });
    expect(status).toMatchObject({
      observedGeneration: 2,
      lifecycleState: "STABLE",
      taskManager: { replicas: 4 },
      fleet: { deploymentId: "d" },
      reconciliationStatus: {
        lastStableSpec: status.reconciliationStatus?.lastReconciledSpec,
        reconciliationTimestamp: noon,
      },
    });
    expect(status.fleet).not.toHaveProperty("inPlace");
  });

  test("a job that is not well does not become stable by it", () => {
    const status = { reconciliationStatus: { ...stable, lastStableSpec: "other" } };
    const restarting = { flink: { ...flink(2), jobs: [aJob("RESTARTING")] } as FlinkView };
    const ingress = { ingress: { template: "a/{{name}}" } };
    const seen = aScaling({
      wanted: { ...adaptive, ...job(2), ...ingress },
      status,
      fleet: begun({ announced: [], ingress: true }),
      seen: restarting,
    });
    const after = report(seen, decide(seen, at(0)), { kind: "done" }, at(0)).status;
    expect(after.reconciliationStatus).toMatchObject({ lastStableSpec: "other" });
    expect(after.observedGeneration).toBe(2);
  });
});

describe("an Ingress", () => {
  const wanted = { ...adaptive, ...job(2), ingress: { template: "a.example.com/{{name}}" } };
  const announced = begun({ announced: [], ingress: true });

  test("is announced, then applied as it is asked for", () => {
    expect(plan({ wanted })).toMatchObject({ plan: { turn: { change: { announced: [], ingress: true } } } });
    expect(plan({ wanted, fleet: announced })).toMatchObject({
      plan: { effect: { kind: "setIngress", ingress: { kind: "Ingress", metadata: { name: "counts" } } } },
    });
  });

  test("that is taken back after it was announced is removed", () => {
    const back = { wanted: { ...adaptive, ...job(2) }, fleet: announced };
    expect(plan(back)).toMatchObject({ plan: { effect: { kind: "setIngress", ingress: undefined } } });
  });

  test("is left alone and told of where Ingresses are left to others", () => {
    const flinkConfiguration = { ...adaptive.flinkConfiguration, "kubernetes.operator.ingress.manage": "false" };
    const left = { ...wanted, flinkConfiguration };
    const told = [{ reason: "SpecChanged" }, { type: "Warning", reason: "IngressManagement" }];
    expect(plan({ wanted: left })).toMatchObject({ plan: { turn: { kind: "carriedOut" }, tell: told } });
    expect(plan({ wanted: left, fleet: announced })).toMatchObject({ plan: { turn: { kind: "carriedOut" } } });
  });

  test("comes after the scaling that goes with it", () => {
    const both = { ...wanted, ...job(4) };
    expect(plan({ wanted: both, fleet: begun({ ingress: true }) })).toMatchObject({
      plan: { effect: { kind: "setResourceRequirements" } },
    });
    expect(plan({ wanted: both, fleet: begun({ ingress: true }), seen: { flink: flink(4) } })).toMatchObject({
      plan: { effect: { kind: "setIngress" } },
    });
  });

  test("that is refused is told, and tried again after a minute", () => {
    const seen = aScaling({ wanted, fleet: announced });
    const told = report(seen, decide(seen, at(0)), { kind: "refused", because: "no ingresses here" }, at(0));
    expect(told.happenings).toContainEqual(
      expect.objectContaining({ reason: "IngressRefused", message: "no ingresses here" }),
    );
    expect(told.status.conditions).toContainEqual(
      expect.objectContaining({ type: "Degraded", reason: "IngressRefused" }),
    );
    expect(told.status).toMatchObject({ jobManagerDeploymentStatus: "READY", observedGeneration: 1 });
    const fleet = told.status.fleet as Raw;
    expect(plan({ wanted, fleet }, seconds(50))).toMatchObject({
      plan: { act: "wait", obstacle: { reason: "IngressRefused" } },
    });
    expect(plan({ wanted, fleet }, seconds(70))).toMatchObject({ plan: { act: "again" } });
  });
});
