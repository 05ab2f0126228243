import { describe, expect, test } from "vitest";
import type { FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import { firstRecord } from "../../../../lib/core/lifecycle/status/firstRecord.ts";
import { report } from "../../../../lib/core/lifecycle/status/report.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import {
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  aSession,
  circumstances,
  deployed,
} from "../support/builders.ts";

/** The report of a run in which nothing was done. */
function told(parts: Partial<Seen>) {
  const seen = aLook(parts);
  return report(seen, decide(seen, circumstances()), { kind: "nothing" }, circumstances());
}

const condition = (parts: Partial<Seen>, type: string): string => {
  const found = told(parts).status.conditions.find((one) => one.type === type);
  return `${found?.status} ${found?.reason}`;
};

const app = anApplication();
const running = { jobManager: aDeployment(), flink: answered(aJob("RUNNING")) };
const suspended = deployed(app, {
  jobStatus: { jobId: "0123456789abcdef0123456789abcdef", state: "FINISHED" },
  jobManagerDeploymentStatus: "MISSING",
  reconciliationStatus: {
    state: "DEPLOYED",
    lastReconciledSpec: specRecord(app.spec, {
      firstDeployment: false,
      job: { state: "suspended", upgradeMode: "savepoint" },
    }),
  },
});
const suspendedAsAsked: FlinkDeployment = {
  ...suspended,
  spec: anApplication({ spec: { job: { ...app.spec.job, state: "suspended" } } }).spec,
};
const rolledBack = deployed(app, {
  reconciliationStatus: {
    state: "ROLLED_BACK",
    lastReconciledSpec: firstRecord(app.spec, "running"),
    lastStableSpec: firstRecord(anApplication({ spec: { image: "flink:good" } }).spec, "running"),
  },
});

describe("a resource that another operator suspended", () => {
  test("is not taken for a broken one", () => {
    expect(told({ resource: suspendedAsAsked }).status).toMatchObject({ lifecycleState: "SUSPENDED" });
    expect(told({ resource: suspendedAsAsked }).status.error).toBeUndefined();
    expect(condition({ resource: suspendedAsAsked }, "Degraded")).toBe("False AsExpected");
    expect(condition({ resource: suspendedAsAsked }, "Ready")).toBe("False Suspended");
    expect(condition({ resource: suspendedAsAsked }, "Progressing")).toBe("False Settled");
    expect(told({ resource: suspendedAsAsked }).happenings).toEqual([]);
  });
});

describe("a resource that was rolled back", () => {
  test("is looked after by the spec that runs, and the bad one is never called stable", () => {
    const { status } = told({ resource: rolledBack, jobManager: aDeployment(), flink: answered(aJob("FAILED")) });
    expect(status.jobStatus?.state).toBe("FAILED");
    const well = told({ resource: rolledBack, ...running }).status.reconciliationStatus;
    expect(well?.lastStableSpec).toBe(rolledBack.status.reconciliationStatus?.lastStableSpec);
  });
});

describe("what is judged by the deployed spec, not by the wanted one", () => {
  test("a failed job whose spec has lost its job is not a ready session cluster", () => {
    const resource = { ...deployed(app), spec: aSession().spec };
    const parts = { resource, jobManager: aDeployment(), flink: answered(aJob("FAILED")) };
    expect(condition(parts, "Ready")).toBe("False JobEnded");
    expect(condition(parts, "Running")).toBe("False Failed");
  });
});

describe("a job that has ended", () => {
  const ended = deployed(app, { jobStatus: { jobId: "0123456789abcdef0123456789abcdef", state: "FINISHED" } });
  test("needs no JobManager any more", () => {
    expect(told({ resource: ended }).status.error).toBeUndefined();
    expect(condition({ resource: ended }, "Degraded")).toBe("False AsExpected");
    expect(condition({ resource: ended }, "Ready")).toBe("True JobFinished");
  });

  test("is not missed when Flink has forgotten it", () => {
    expect(told({ resource: ended, jobManager: aDeployment(), flink: answered() }).status.jobStatus?.state).toBe(
      "FINISHED",
    );
  });
});

describe("a standalone cluster without its TaskManagers' Deployment", () => {
  test("says so", () => {
    const resource = deployed(anApplication({ spec: { mode: "standalone" } }));
    expect(condition({ resource, ...running }, "Degraded")).toBe("True MissingTaskManagers");
  });
});

describe("the first spec", () => {
  test("was invalid, is mended and suspended: nothing is wrong any more", () => {
    const resource = {
      ...anApplication({ spec: { job: { ...app.spec.job, state: "suspended" } } }),
      status: { conditions: [], error: "was invalid", lifecycleState: "FAILED" as const },
    };
    expect(told({ resource }).status).toMatchObject({ lifecycleState: "CREATED" });
    expect(told({ resource }).status.error).toBeUndefined();
  });
});

test("the same look gives the same status, so that a quiet look writes nothing", () => {
  for (const parts of [running, { jobManager: undefined }, { jobManager: aDeployment({ availableReplicas: 0 }) }]) {
    const first = told({ resource: deployed(app), ...parts }).status;
    const again = told({ resource: { ...deployed(app), status: first }, ...parts });
    expect(again.status).toEqual(first);
    expect(again.happenings).toEqual([]);
  }
});

test("options without effect are told once, when the cluster is made", () => {
  const spec = {
    flinkConfiguration: { "kubernetes.operator.job.restart.failed": "true", "job.autoscaler.enabled": true },
  };
  const resource = anApplication({ spec, metadata: { finalizers: ["flinkdeployments.flink.apache.org/finalizer"] } });
  const seen = aLook({ resource });
  const { happenings } = report(seen, decide(seen, circumstances()), { kind: "done" }, circumstances());
  expect(happenings.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
    "NotCarriedOut: These options have no effect in this version: job.autoscaler.enabled",
    "Submit: Starting deployment",
  ]);
});

test("what the cluster may use is told once its TaskManagers can be counted", () => {
  const info = { version: "1.20.5", revision: "abc", taskManagers: 2 };
  const flink = { ...answered(aJob("RUNNING")), info } as Seen["flink"];
  expect(told({ resource: deployed(app), jobManager: aDeployment(), flink }).status.clusterInfo).toEqual({
    "flink-version": "1.20.5",
    "flink-revision": "abc",
    "total-cpu": "3.0",
    "total-memory": String(3 * 1024 * 2 ** 20),
  });
});

test("right after its creation a cluster is on its way, and nothing of it is missing", () => {
  const seen = aLook({
    resource: anApplication({ metadata: { finalizers: ["flinkdeployments.flink.apache.org/finalizer"] } }),
  });
  const { status } = report(seen, decide(seen, circumstances()), { kind: "done" }, circumstances());
  expect(status.conditions.map(({ message }) => message).join()).not.toContain("missing");
});

test("another obstacle of the same kind is told again, the same one is not", () => {
  const changedTo = (spec: Record<string, unknown>, status = deployed(app).status): Partial<Seen> => ({
    resource: { ...deployed(app), spec: anApplication({ spec }).spec, status },
    ...running,
  });
  const one = { serviceAccount: undefined };
  const two = { flinkConfiguration: { "kubernetes.cluster-id": "other" } };
  const first = told(changedTo(one));
  const events = (parts: Partial<Seen>): number =>
    told(parts).happenings.filter(({ reason }) => reason === "ValidationError").length;
  expect(events(changedTo(one))).toBe(1);
  expect(events(changedTo(one, first.status))).toBe(0);
  expect(events(changedTo(two, first.status))).toBe(1);
});
