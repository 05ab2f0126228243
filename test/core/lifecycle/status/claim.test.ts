import { describe, expect, test } from "vitest";
import { claimed } from "../../../../lib/core/lifecycle/status/claim.ts";
import { lifecycleState } from "../../../../lib/core/lifecycle/spec/lifecycleState.ts";
import { recordedSpec } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import type { Millis } from "../../../../lib/core/time.ts";
import { aDeployIntent, anApplication, aSession, job, noon } from "../support/builders.ts";
import { specOf, staged } from "../support/stages.ts";

const intent = aDeployIntent({ generation: 3 });
const announced = { act: "create", because: "", wake: 0 as Millis } as const;
const claimOf = (resource = anApplication()) =>
  claimed(resource, { ...announced, intent, effect: { kind: "createCluster", spec: resource.spec } }, noon);

describe("the claim of a first deployment", () => {
  test("is what the Apache operator writes before it deploys, and the intent", () => {
    expect(claimOf()).toMatchObject({
      jobStatus: { jobId: job },
      jobManagerDeploymentStatus: "MISSING",
      lifecycleState: "UPGRADING",
      observedGeneration: 3,
      reconciliationStatus: { state: "UPGRADING", reconciliationTimestamp: noon },
      fleet: { intent },
    });
    expect(lifecycleState(claimOf())).toBe("UPGRADING");
  });

  test.for([
    { from: undefined, upgradeMode: "stateless" },
    { from: "s3://state/savepoint-1", upgradeMode: "savepoint" },
    { from: " ", upgradeMode: "stateless" },
  ])("records that the job is not started yet, and what it starts from: $from", ({ from, upgradeMode }) => {
    const resource = anApplication({ spec: { job: { ...anApplication().spec.job, initialSavepointPath: from } } });
    const recorded = recordedSpec(claimOf(resource).reconciliationStatus?.lastReconciledSpec);
    expect(recorded).toMatchObject({ firstDeployment: true, spec: { job: { state: "suspended", upgradeMode } } });
  });

  test("of a deployment that was refused before does not say that this one was", () => {
    const before = anApplication({ status: { jobManagerDeploymentStatus: "ERROR" } });
    expect(claimOf(before).jobManagerDeploymentStatus).toBe("MISSING");
  });

  test("of a rollback leaves the bad spec recorded, so that it is not tried again", () => {
    const last = { mode: "savepoint", spec: { image: "flink:bad" } } as const;
    const good = { mode: "savepoint", spec: { image: "flink:good" } } as const;
    const resource = staged({ last, stable: good, state: "ROLLING_BACK" });
    const effect = { kind: "createCluster", spec: specOf(good).spec } as const;
    const { reconciliationStatus } = claimed(resource, { ...announced, intent, effect }, noon);
    expect(reconciliationStatus).toMatchObject({
      state: "ROLLING_BACK",
      lastReconciledSpec: resource.status.reconciliationStatus?.lastReconciledSpec,
    });
  });

  test("of a session cluster has no job", () => {
    const resource = aSession();
    const { jobId: _none, ...withoutJob } = intent;
    const effect = { kind: "createCluster", spec: resource.spec } as const;
    const status = claimed(resource, { ...announced, intent: withoutJob, effect }, noon);
    expect(status.jobStatus).toEqual({});
    expect(status.fleet?.intent?.jobId).toBeUndefined();
  });
});
