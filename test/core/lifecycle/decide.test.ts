import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { decide } from "../../../lib/core/lifecycle/decide.ts";
import { unreadableView } from "../../../lib/core/lifecycle/sessionJobs/sessionJobView.ts";
import { finalizerOf } from "../../../lib/core/lifecycle/deletion/finalizer.ts";
import { firstRecord } from "../../../lib/core/lifecycle/status/firstRecord.ts";
import type { Plan } from "../../../lib/core/lifecycle/plan.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { later, minutes, rfc3339, seconds } from "../../../lib/core/time.ts";
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
  kept,
  noon,
} from "./support/builders.ts";

const held = { finalizers: [finalizerOf({ kind: "FlinkDeployment" })] };
const going = { ...held, deletionTimestamp: rfc3339(noon) };
const stranger = { owners: ["99999999-9999-4999-8999-999999999999"] };

/** What a plan does, in one or two words. */
function does(plan: Plan): string {
  if (plan.act === "wait") return plan.obstacle === undefined ? "wait" : `wait: ${plan.obstacle.reason}`;
  if (plan.act === "leave") return "leave";
  return plan.act === "turn" ? `turn: ${plan.turn.kind}` : `${plan.act}: ${plan.effect.kind}`;
}

const intent = aDeployIntent();
const claimed = (resource = anApplication({ metadata: held })): Seen["resource"] => ({
  ...deployed(resource, {
    reconciliationStatus: { state: "UPGRADING", lastReconciledSpec: firstRecord(resource.spec, "suspended") },
    fleet: { intent },
  }),
});
const deletedApp = deployed(anApplication({ metadata: going }));
const deleted: Seen["resource"] = {
  ...deletedApp,
  metadata: { ...deletedApp.metadata, deletionTimestamp: rfc3339(noon) },
};
/** It is deleted, and its removal began at noon. */
const removing = {
  ...deleted,
  status: { ...deleted.status, fleet: { step: { name: "removal", since: rfc3339(noon) } } },
};
const deletedSession = { ...deleted, spec: aSession().spec, status: deployed(aSession()).status };

const withSavepoints = { flinkConfiguration: { "state.savepoints.dir": "s3://state/savepoints" } };

describe("decide", () => {
  test.for<{ when: string; seen: Partial<Seen>; after?: number; plans: string }>([
    { when: "it is new", seen: {}, plans: "again: addFinalizer" },
    {
      when: "it is new and held",
      seen: { resource: anApplication({ metadata: held }) },
      plans: "create: createCluster",
    },
    {
      when: "a session cluster is new and held",
      seen: { resource: aSession({ metadata: held }) },
      plans: "create: createCluster",
    },
    {
      when: "it is suspended from the start",
      seen: {
        resource: anApplication({ spec: { job: { state: "suspended", jarURI: "local:///a.jar", parallelism: 1 } } }),
      },
      plans: "wait",
    },
    {
      when: "it is new and invalid",
      seen: { resource: anApplication({ spec: { serviceAccount: undefined } }) },
      plans: "wait: ValidationError",
    },
    {
      when: "it is a canary",
      seen: { resource: anApplication({ metadata: { labels: { "flink.apache.org/canary": "true" } } }) },
      plans: "again: changeCanary",
    },
    {
      when: "it is a canary that was changed just now",
      seen: {
        resource: anApplication({
          metadata: {
            labels: { "flink.apache.org/canary": "true" },
            annotations: { "flink-fleet/canary": rfc3339(later(noon, seconds(-59))) },
          },
        }),
      },
      plans: "leave",
    },
    {
      when: "its status was lost while its cluster runs",
      seen: {
        resource: anApplication({ metadata: held }),
        jobManager: aDeployment(),
        flink: answered(aJob("RUNNING")),
      },
      plans: "turn: accepted",
    },
    {
      when: "somebody else's Deployment has its name",
      seen: { resource: anApplication({ metadata: held }), jobManager: aDeployment(stranger) },
      plans: "wait: ClusterExists",
    },
    {
      when: "only a TaskManager Deployment of its name is there",
      seen: { resource: anApplication({ metadata: held }), taskManager: aDeployment({ name: "counts-taskmanager" }) },
      plans: "wait: ClusterExists",
    },
    {
      when: "the record of what runs cannot be read",
      seen: {
        resource: deployed(anApplication(), { reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: "{" } }),
      },
      plans: "wait: UnreadableStatus",
    },
    { when: "a deployment was announced just now", seen: { resource: claimed() }, plans: "wait" },
    {
      when: "a deployment was announced and never made",
      seen: { resource: claimed() },
      after: 31,
      plans: "create: createCluster",
    },
    {
      when: "a deployment was made in part",
      seen: { resource: claimed(), jobManager: aDeployment({ availableReplicas: 0 }) },
      plans: "create: createCluster",
    },
    {
      when: "a standalone deployment lost its JobManager before it was complete",
      seen: { resource: claimed(), taskManager: aDeployment({ name: "counts-taskmanager", generation: undefined }) },
      after: 31,
      plans: "create: createCluster",
    },
    {
      when: "a Deployment of another deployment is in the way of an announced one",
      seen: { resource: claimed(), jobManager: aDeployment({ deploymentId: "y" }) },
      after: 31,
      plans: "again: stopPods",
    },
    {
      when: "somebody else's Deployment is in the way of an announced one",
      seen: { resource: claimed(), jobManager: aDeployment(stranger) },
      after: 31,
      plans: "wait: ClusterExists",
    },
    {
      when: "another operator died before the first deployment",
      seen: {
        pods: [],
        resource: deployed(anApplication(), {
          reconciliationStatus: {
            state: "UPGRADING",
            lastReconciledSpec: firstRecord(anApplication().spec, "suspended"),
          },
        }),
      },
      plans: "create: createCluster",
    },
    {
      when: "the spec has changed",
      seen: {
        resource: { ...deployed(anApplication()), spec: anApplication({ spec: { image: "flink:1.20.9" } }).spec },
        jobManager: aDeployment(),
      },
      plans: "turn: stopped",
    },
    {
      when: "the spec has changed for the worse",
      seen: {
        resource: { ...deployed(anApplication()), spec: anApplication({ spec: { serviceAccount: undefined } }).spec },
        jobManager: aDeployment(),
      },
      plans: "wait: ValidationError",
    },
    {
      when: "a savepoint was asked for",
      seen: {
        resource: {
          ...deployed(anApplication({ spec: withSavepoints })),
          spec: anApplication({
            spec: { ...withSavepoints, job: { ...anApplication().spec.job, savepointTriggerNonce: 2 } },
          }).spec,
        },
        jobManager: aDeployment(),
      },
      plans: "wait",
    },
    {
      when: "all is well",
      seen: { resource: deployed(anApplication()), jobManager: aDeployment(), flink: answered(aJob("RUNNING")) },
      plans: "wait",
    },
    {
      when: "it is deleted while another run may be creating its cluster",
      seen: { resource: { ...deleted, status: claimed().status } },
      after: 29,
      plans: "wait",
    },
    {
      when: "it is deleted and its announced cluster was never made",
      seen: { resource: { ...deleted, status: claimed().status } },
      after: 30,
      plans: "again: removeFinalizer",
    },
    {
      when: "it is deleted and its announced cluster was refused",
      seen: { resource: { ...deleted, status: { ...claimed().status, jobManagerDeploymentStatus: "ERROR" } } },
      plans: "again: removeFinalizer",
    },
    {
      when: "it is deleted while its job runs",
      seen: { resource: deleted, jobManager: aDeployment(), flink: answered(aJob("RUNNING")) },
      plans: "again: cancelJob",
    },
    {
      when: "its job is being cancelled",
      seen: { resource: deleted, jobManager: aDeployment(), flink: answered(aJob("CANCELLING")) },
      plans: "wait",
    },
    {
      when: "its job will not be cancelled",
      seen: { resource: removing, jobManager: aDeployment(), flink: answered(aJob("CANCELLING")) },
      after: 61,
      plans: "again: stopPods",
    },
    {
      when: "its pods will not go",
      seen: { resource: removing, jobManager: aDeployment({ wantedReplicas: 0 }), pods: [aPod()] },
      after: 61,
      plans: "again: deleteDeployments",
    },
    {
      when: "its job is cancelled",
      seen: { resource: deleted, jobManager: aDeployment(), flink: answered(aJob("CANCELED")) },
      plans: "again: deleteDeployments",
    },
    {
      when: "Flink does not answer any more",
      seen: { resource: deleted, jobManager: aDeployment(), flink: { kind: "unreachable", because: "x" } },
      plans: "again: stopPods",
    },
    {
      when: "pods are going",
      seen: { resource: deleted, jobManager: aDeployment({ wantedReplicas: 0 }), pods: [aPod()] },
      plans: "wait",
    },
    {
      when: "pods have gone",
      seen: { resource: deleted, jobManager: aDeployment({ wantedReplicas: 0 }), pods: [] },
      plans: "again: deleteDeployments",
    },
    {
      when: "Deployments are going",
      seen: { resource: deleted, jobManager: aDeployment({ wantedReplicas: 0, deleting: true }), pods: [] },
      plans: "wait",
    },
    {
      when: "HA metadata is left",
      seen: { resource: deleted, ha: kept(), pods: [] },
      plans: "again: deleteHaMetadata",
    },
    { when: "nothing is left", seen: { resource: deleted }, plans: "again: removeFinalizer" },
    {
      when: "only others hold it",
      seen: { resource: { ...deleted, metadata: { ...deleted.metadata, finalizers: ["other"] } } },
      plans: "wait",
    },
    {
      when: "a stranger's Deployment has its name",
      seen: { resource: deleted, jobManager: aDeployment(stranger) },
      plans: "again: removeFinalizer",
    },
    {
      when: "session jobs are left",
      seen: { resource: deletedSession, jobManager: aDeployment(), sessionJobs: ["a", "b"].map(unreadableView) },
      plans: "wait: CleanupFailed",
    },
    {
      when: "jobs that nobody manages run on a session cluster",
      seen: { resource: deletedSession, jobManager: aDeployment(), flink: answered(aJob("RUNNING")) },
      plans: "wait: CleanupFailed",
    },
    {
      when: "a session cluster is empty",
      seen: { resource: deletedSession, jobManager: aDeployment(), flink: answered(aJob("FINISHED")) },
      plans: "again: stopPods",
    },
  ])("$when → $plans", ({ seen, after = 0, plans }) => {
    expect(does(decide(aLook(seen), circumstances(later(noon, seconds(after)))))).toBe(plans);
  });

  test("a savepoint that is asked for on deletion comes before the deletion", () => {
    const option = { "kubernetes.operator.job.savepoint-on-deletion": "true" };
    const resource = { ...deleted, spec: anApplication({ spec: { flinkConfiguration: option } }).spec };
    const plan = decide(
      aLook({ resource, jobManager: aDeployment(), flink: answered(aJob("RUNNING")) }),
      circumstances(),
    );
    expect(does(plan)).toBe("stop: stopWithSavepoint");
  });

  test("an announced deployment is carried out as announced, whatever the spec says by now", () => {
    const resource = { ...claimed(), spec: anApplication({ spec: { image: "other:1" } }).spec };
    const plan = decide(aLook({ resource }), circumstances(later(noon, minutes(1))));
    expect(plan).toMatchObject({
      act: "create",
      intent: { jobId: job, generation: 1 },
      effect: { spec: { image: "flink:1.20" } },
    });
  });

  describe("a deployment that was announced and refused", () => {
    const mended = anApplication({ metadata: { ...held, generation: 2 }, spec: { image: "mended:1" } });
    const refused = (resource = anApplication({ metadata: held })): Seen["resource"] => ({
      ...resource,
      status: { ...claimed().status, jobManagerDeploymentStatus: "ERROR" },
    });
    const decided = (seen: Partial<Seen>, after: number): Plan =>
      decide(aLook(seen), circumstances(later(noon, seconds(after))));

    test("is not tried again for a minute", () => {
      expect(does(decided({ resource: refused() }, 59))).toBe("wait");
      expect(decided({ resource: refused() }, 60)).toMatchObject({
        act: "create",
        intent: { jobId: job, generation: 1 },
      });
    });

    test("is begun anew when the spec was mended and nothing of it was made", () => {
      const anew = { act: "create", intent: { generation: 2 }, effect: { spec: { image: "mended:1" } } };
      expect(decided({ resource: refused(mended) }, 1)).toMatchObject(anew);
    });

    test("is recorded as it is where a part of it was made, to be upgraded from there", () => {
      const asItIs = { act: "turn", turn: { kind: "created", effect: { spec: { image: "flink:1.20" } } } };
      expect(decided({ resource: refused(mended), jobManager: aDeployment() }, 60)).toMatchObject(asItIs);
    });

    test("waits for a spec that can be deployed", () => {
      const worse = anApplication({ metadata: { ...held, generation: 2 }, spec: { serviceAccount: undefined } });
      expect(does(decided({ resource: refused(worse) }, 60))).toBe("wait: ValidationError");
    });
  });

  test.for([
    { set: "0123456789ABCDEF0123456789abcdef", jobId: "0123456789abcdef0123456789abcdef" },
    { set: "orders", jobId: circumstances().fresh.jobId },
    { set: undefined, jobId: circumstances().fresh.jobId },
  ])("the announced job id is the one that Flink will use: configured $set", ({ set, jobId }) => {
    const flinkConfiguration = set === undefined ? {} : { "$internal.pipeline.job-id": set };
    const resource = anApplication({ metadata: held, spec: { flinkConfiguration } });
    expect(decide(aLook({ resource }), circumstances())).toMatchObject({ act: "create", intent: { jobId } });
  });

  test("whatever was deployed once is not created again as long as its JobManager is there", () => {
    const views = fc.constantFrom<Partial<Seen>>(
      { jobManager: aDeployment() },
      { jobManager: aDeployment({ availableReplicas: 0 }) },
      { jobManager: aDeployment({ deleting: true }) },
      { jobManager: aDeployment(), flink: answered() },
      { jobManager: aDeployment(), flink: { kind: "unreachable", because: "x" } },
    );
    fc.assert(
      fc.property(views, fc.integer({ min: 0, max: 100_000 }), (view, after) => {
        const plan = decide(
          aLook({ resource: deployed(anApplication()), ...view }),
          circumstances(later(noon, seconds(after))),
        );
        return plan.act === "wait";
      }),
    );
  });
});

describe("a cluster that is taken up", () => {
  const wanted = { jarURI: "local:///a.jar", parallelism: 1 };
  const suspended = anApplication({ metadata: held, spec: { job: { ...wanted, state: "suspended" } } });
  test.for<{ when: string; seen: Partial<Seen>; into: string }>([
    { when: "it is what the spec asks for", seen: {}, into: "DEPLOYED" },
    {
      when: "it was made for another spec",
      seen: { jobManager: aDeployment({ generation: 7 }) },
      into: "UPGRADING",
    },
    { when: "the job is to be suspended", seen: { resource: suspended }, into: "UPGRADING" },
  ])("$when → $into", ({ seen, into }) => {
    const resource = anApplication({ metadata: held });
    const look = aLook({ resource, jobManager: aDeployment(), flink: answered(aJob("RUNNING")), ...seen });
    expect(decide(look, circumstances())).toMatchObject({
      turn: { kind: "accepted", jobId: job, into, spec: { job: { state: "running" } } },
    });
  });
});
