import { describe, expect, test } from "vitest";
import type { FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { FlinkView, Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import { later, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aJob,
  aLook,
  anApplication,
  answered,
  answeredOf,
  circumstances,
  deployed,
  job,
  noon,
} from "../support/builders.ts";
import { does } from "../support/does.ts";
import {
  aCluster,
  drainingStatus,
  aDrainingCluster,
  jobNamed,
  ourJob,
  sessionLook,
  type SessionJobParts,
} from "../support/sessionLook.ts";
import { aState, checkpointInfo, silent, told, withHa } from "../support/stages.ts";

interface Row {
  readonly when: string;
  readonly job?: SessionJobParts;
  readonly cluster?: FlinkDeployment | undefined;
  readonly jobManager?: Seen["jobManager"];
  readonly flink?: FlinkView;
  /** Seconds after noon. */
  readonly after?: number;
  readonly does: string;
  readonly because?: string;
}

function planned({ when: _when, does: _does, because: _because, after = 0, ...parts }: Row): Plan {
  const { seen, circumstances } = sessionLook({ ...parts, now: later(noon, seconds(after)) });
  return decide(seen, circumstances);
}

function expectRow(row: Row): void {
  const plan = planned(row);
  expect({ does: does(plan), because: plan.because }).toEqual({
    does: row.does,
    because: expect.stringContaining(row.because ?? "") as string,
  });
}

const last = {};
const intent = aDeployIntent({ jobId: ourJob() });
/** A first submission was announced. */
function submitting({ status, ...parts }: SessionJobParts = {}): SessionJobParts {
  return {
    last: { first: true, job: { state: "suspended", upgradeMode: "stateless" } },
    state: "UPGRADING",
    ...parts,
    status: { jobStatus: { jobId: ourJob(), state: "RECONCILING" }, fleet: { intent }, ...status },
  };
}
const down = { cluster: aCluster(), jobManager: undefined, flink: { kind: "notAsked" } } as const;
const gone = { cluster: undefined, jobManager: undefined, flink: { kind: "notAsked" } } as const;
const draining = aDrainingCluster();
const changing = aCluster({
  status: { reconciliationStatus: { ...aCluster().status.reconciliationStatus, state: "UPGRADING" } },
});
const running = answered(aJob("RUNNING"));
const redeploy = (nonce: number) => ({ savepointRedeployNonce: nonce, initialSavepointPath: "s3://state/sp/mine" });

describe("a session job of which nothing is known", () => {
  test.for<Row>([
    { when: "on a cluster that takes jobs", does: "create from nothing", because: "submitting the job" },
    {
      when: "from a savepoint",
      job: { job: { initialSavepointPath: "s3://state/sp/1" } },
      does: "create from s3://state/sp/1",
    },
    { when: "without its finalizer", job: { metadata: { finalizers: [] } }, does: "addFinalizer" },
    { when: "suspended from the start", job: { job: { state: "suspended" } }, does: "wait" },
    { when: "without a cluster", ...gone, does: "wait for sessionCluster", because: "is not there" },
    { when: "before its cluster is up", ...down, does: "wait for sessionCluster", because: "is not up" },
    {
      when: "and Flink is silent",
      flink: silent,
      does: "wait for sessionCluster",
      because: "Flink cannot be asked: timeout",
    },
    {
      when: "and Flink was not asked",
      flink: { kind: "notAsked" },
      does: "wait for sessionCluster",
      because: "waiting for the session cluster",
    },
    {
      when: "on a cluster that is about to be changed",
      cluster: draining,
      does: "wait for sessionCluster",
      because: "about to be changed",
    },
    {
      when: "on an application",
      cluster: deployed(anApplication({ metadata: { name: "shared" } })),
      does: "wait: ValidationError",
    },
    {
      when: "with a jar from elsewhere",
      job: { job: { jarURI: "ftp://x.example.com/a.jar" } },
      does: "wait: ValidationError",
    },
    { when: "while a job of another resource runs", flink: running, does: "create from nothing" },
  ])("$when: $does", expectRow);

  test("gets an id that tells it and its generation", () => {
    const plan = planned({ when: "", does: "", job: { metadata: { generation: 26 } } });
    expect(plan).toMatchObject({ intent: { jobId: "c0ffeec0ffee00001affffffffffffff", generation: 26 } });
  });
});

describe("a session job whose status was lost", () => {
  test.for<Row>([
    { when: "and that runs", flink: answered(jobNamed(ourJob())), does: "turn: accepted", because: "taking it up" },
    {
      when: "and of which two run",
      flink: answered(jobNamed(ourJob()), jobNamed(ourJob(1, "2"))),
      does: "wait for adoption",
      because: "2 jobs",
    },
    { when: "and whose job has ended", flink: answered(jobNamed(ourJob(), "FINISHED")), does: "create from nothing" },
    {
      when: "to an older one, in which another job ran",
      job: { last },
      flink: answered(jobNamed(ourJob(2))),
      does: "turn: accepted",
      because: "taking it up",
    },
    {
      when: "to an older one, which is in the middle of a step",
      job: {
        last: { job: { state: "suspended" } },
        state: "UPGRADING",
        status: { fleet: { stoppedAt: rfc3339(noon) } },
      },
      flink: answered(jobNamed(ourJob(2))),
      does: "cancelJob",
      because: "another run",
    },
  ])("$when: $does", expectRow);

  test("another job beside the one that it knows is cancelled", () => {
    const plan = planned({ when: "", does: "", job: { last }, flink: answered(aJob("RUNNING"), jobNamed(ourJob(2))) });
    expect(plan).toMatchObject({ effect: { kind: "cancelJob", job: ourJob(2) } });
  });

  test.for([
    { when: "of this generation", job: {}, id: ourJob(1), into: "DEPLOYED" },
    { when: "of another", job: { metadata: { generation: 2 } }, id: ourJob(1), into: "UPGRADING" },
    { when: "and is to be suspended", job: { job: { state: "suspended" } }, id: ourJob(1), into: "UPGRADING" },
  ])("a job $when is taken up as $into", ({ job: of, id, into }) => {
    const plan = planned({ when: "", does: "", job: of, flink: answered(jobNamed(id)) });
    expect(plan).toMatchObject({
      turn: { into, jobId: id, spec: { job: { state: "running" } } },
      tell: [{ component: "Operator", reason: "Adopted" }],
      wake: 0,
    });
  });
});

describe("a session job that is being submitted", () => {
  const other = ourJob(1, "2");
  test.for<Row>([
    { when: "just now", job: submitting(), after: 119, does: "wait for submission" },
    {
      when: "and does not run",
      job: submitting(),
      after: 120,
      does: "create from nothing",
      because: "does not run: submitting it again",
    },
    {
      when: "and runs",
      job: submitting(),
      flink: answered(jobNamed(ourJob())),
      does: "turn: created",
      because: "was submitted",
    },
    {
      when: "and has ended already",
      job: submitting(),
      flink: answered(jobNamed(ourJob(), "FAILED")),
      does: "turn: created",
    },
    {
      when: "beside a job of another run",
      job: submitting(),
      after: 120,
      flink: answered(jobNamed(other)),
      does: "cancelJob",
      because: `job ${other}`,
    },
    {
      when: "beside one that is being cancelled",
      job: submitting(),
      after: 120,
      flink: answered(jobNamed(other, "CANCELLING")),
      does: "wait for cancellation",
    },
    { when: "and the cluster is down", job: submitting(), after: 120, ...down, does: "wait for sessionCluster" },
    {
      when: "and nothing is left of the cluster",
      job: submitting(),
      after: 120,
      ...gone,
      does: "wait for sessionCluster",
    },
    {
      when: "and the cluster is about to be changed",
      job: submitting(),
      after: 120,
      cluster: draining,
      does: "wait for sessionCluster",
    },
    {
      when: "and was refused just now",
      job: submitting({ status: { fleet: { intent: { ...intent, refused: true } } } }),
      after: 59,
      does: "wait",
      because: "tried again every minute",
    },
    {
      when: "and was refused a while ago",
      job: submitting({ status: { fleet: { intent: { ...intent, refused: true } } } }),
      after: 60,
      does: "create from nothing",
    },
    {
      when: "and was refused, and mended since",
      job: submitting({ metadata: { generation: 2 }, status: { fleet: { intent: { ...intent, refused: true } } } }),
      does: "create from nothing",
      because: "nothing was deployed yet",
    },
  ])("$when: $does", expectRow);
});

test("a job of another run is told when it is cancelled", () => {
  const plan = planned({
    when: "",
    does: "",
    job: submitting(),
    after: 120,
    flink: answered(jobNamed(ourJob(1, "2"))),
  });
  expect(plan.tell).toMatchObject([{ component: "Job", reason: "StrayJob", message: plan.because }]);
});

describe("a session job whose cluster cannot be asked", () => {
  test.for<Row>([
    {
      when: "runs, and it is being made anew",
      job: { last },
      cluster: changing,
      flink: running,
      does: "wait for sessionCluster",
      because: "is being changed",
    },
    {
      when: "is being submitted stateless, and nothing is left of the cluster",
      job: submitting({ job: { upgradeMode: "stateless" } }),
      ...gone,
      does: "stopped by stateless given up",
    },
    {
      when: "was stopped, is stateless, and nothing is left of the cluster",
      job: { last: { job: { state: "suspended" } }, state: "UPGRADING", job: { upgradeMode: "stateless" } },
      ...gone,
      does: "wait for sessionCluster",
    },
    { when: "runs, and the cluster is down", job: { last }, ...down, does: "wait for sessionCluster" },
    {
      when: "runs, and Flink is silent",
      job: { last },
      flink: silent,
      does: "wait for sessionCluster",
      because: "Flink cannot be asked",
    },
    { when: "runs, and nothing is left of the cluster", job: { last }, ...gone, does: "wait for sessionCluster" },
    {
      when: "is stateless, and nothing is left of the cluster",
      job: { last, job: { upgradeMode: "stateless" } },
      ...gone,
      does: "stopped by stateless given up",
      because: "given up",
    },
    {
      when: "is stateless, and the cluster is down",
      job: { last, job: { upgradeMode: "stateless" } },
      ...down,
      does: "wait for sessionCluster",
    },
    {
      when: "names a state, and nothing is left of the cluster",
      job: { last: { job: redeploy(1) }, job: redeploy(2) },
      ...gone,
      does: "stopped by savepoint from s3://state/sp/mine",
    },
    {
      when: "is suspended",
      job: {
        last: { job: { state: "suspended" } },
        job: { state: "suspended" },
        status: { jobStatus: { state: "FINISHED" } },
      },
      ...gone,
      does: "wait",
    },
    {
      when: "is at its end",
      job: { last, status: { jobStatus: { jobId: job, state: "FINISHED" } } },
      ...gone,
      does: "wait",
    },
  ])("$when: $does", expectRow);
});

describe("a session job on a cluster that is about to be changed", () => {
  const noHa = aDrainingCluster({ ha: false });
  test.for<Row>([
    {
      when: "by savepoint",
      job: { last },
      cluster: draining,
      flink: running,
      does: "stop: savepoint",
      because: "the session cluster shared is about to be changed: ",
    },
    {
      when: "by last-state, with HA",
      job: { last, job: { upgradeMode: "last-state" } },
      cluster: draining,
      flink: running,
      does: "wait",
    },
    {
      when: "by last-state, without HA",
      job: { last, job: { upgradeMode: "last-state" } },
      cluster: noHa,
      flink: running,
      does: "stop: cancel",
    },
    {
      when: "stateless, without HA",
      job: { last, job: { upgradeMode: "stateless" } },
      cluster: noHa,
      flink: running,
      does: "wait",
    },
    {
      when: "stateless, and the version of Flink changes",
      job: { last, job: { upgradeMode: "stateless" } },
      cluster: aDrainingCluster({ spec: { flinkVersion: "v2_1" } }),
      flink: running,
      does: "stop: forget",
    },
    {
      when: "at its end",
      job: { last, status: { jobStatus: { jobId: job, state: "FINISHED" } } },
      cluster: draining,
      flink: answered(aJob("FINISHED")),
      does: "wait",
    },
    {
      when: "while it is being stopped",
      job: { last, state: "UPGRADING" },
      cluster: draining,
      flink: running,
      does: "stop: savepoint",
    },
  ])("$when: $does", expectRow);

  test("tells it, in the name of the job", () => {
    const plan = planned({ when: "", does: "", job: { last }, cluster: draining, flink: running });
    expect(plan.tell?.map(({ reason, component }) => `${component} ${reason}`)).toContain("Job Draining");
  });
});

test("a stop that another operator had begun is gone on with for its own reason", () => {
  const row = { job: { last, state: "UPGRADING" }, cluster: draining, flink: running } as const;
  const plan = planned({ when: "", does: "", ...row });
  expect(plan.because).toBe("stopping the job with a savepoint");
  expect(plan.tell?.map(({ reason }) => reason)).not.toContain("Draining");
});

describe("a session job on a cluster that is being deleted, and held back", () => {
  const going = aCluster({ metadata: { deletionTimestamp: rfc3339(noon) } });
  const on = { cluster: going, flink: running };
  const stop = {
    kind: "stop",
    way: "savepoint",
    from: "DEPLOYED",
    generation: 1,
    jobId: job,
    triggerId: "b".repeat(32),
    at: rfc3339(noon),
  };
  test.for<Row>([
    { when: "goes on as it is", job: { last }, ...on, does: "wait for sessionCluster", because: "is being deleted" },
    {
      when: "and is edited",
      job: { last: { job: { args: ["--slow"] } }, job: { args: ["--fast"] } },
      ...on,
      does: "wait for sessionCluster",
    },
    {
      when: "is suspended",
      job: { last: { job: { state: "running" } }, job: { state: "suspended" } },
      ...on,
      does: "stop: savepoint",
    },
    {
      when: "moves away",
      job: { last: { spec: { deploymentName: "shared" } }, spec: { deploymentName: "other" } },
      ...on,
      does: "stop: savepoint",
    },
    {
      when: "is being stopped",
      job: {
        last,
        state: "UPGRADING",
        status: { jobStatus: { jobId: job, state: "RUNNING" }, fleet: { intent: stop } },
      },
      cluster: going,
      flink: answeredOf("RUNNING", { savepoint: { kind: "inProgress" } }),
      does: "wait for savepoint",
    },
    { when: "is new", ...on, does: "wait for sessionCluster", because: "is being deleted" },
    {
      when: "goes on, and its JobManager is down",
      job: { last },
      cluster: going,
      jobManager: undefined,
      flink: { kind: "notAsked" },
      does: "wait for sessionCluster",
    },
  ])("$when: $does", expectRow);
});

describe("a session job on a cluster whose change was taken back", () => {
  test("goes on", () => {
    const back = aCluster({ status: drainingStatus });
    const plan = planned({ when: "", does: "", job: { last }, cluster: back, flink: running });
    expect(plan.act).toBe("wait");
  });
});

describe("a session job that has ended or is not well", () => {
  const restart = { "kubernetes.operator.job.restart.failed": "true" };
  const status = { jobStatus: { jobId: job, state: "FAILED", updateTime: String(noon) }, fleet: { state: aState() } };
  const failed = {
    flink: { ...answered(aJob("FAILED")), checkpoints: told({ completed: checkpointInfo(7) }) } as FlinkView,
    after: 60,
  };
  test.for<Row>([
    { when: "and failed", job: { last, status }, ...failed, does: "wait" },
    {
      when: "and failed, and is to be restarted",
      job: { last: { spec: { flinkConfiguration: restart } }, spec: { flinkConfiguration: restart }, status },
      ...failed,
      does: "stopped by savepoint from s3://state/cp/chk-7",
    },
    {
      when: "and was cancelled by hand",
      job: { last, status: { ...status, jobStatus: { ...status.jobStatus, state: "CANCELED" } } },
      flink: { ...failed.flink, jobs: [aJob("CANCELED")] } as FlinkView,
      after: 60,
      does: "stopped by savepoint from s3://state/cp/chk-7",
    },
  ])("$when: $does", expectRow);
});

describe("a session job that its cluster does not know", () => {
  const checkpoints = told({ completed: checkpointInfo(7) });
  test.for<Row>([
    {
      when: "and is stateless",
      job: { last, job: { upgradeMode: "stateless" } },
      does: "stopped by stateless given up",
      because: "starts empty",
    },
    {
      when: "and has state",
      job: { last },
      does: "wait: StateInDoubt",
      because: "jobs are lost with their JobManager",
    },
    {
      when: "and has state that is known",
      job: { last, status: { fleet: { state: aState() } } },
      does: "wait: StateInDoubt",
      because: "chk-7",
    },
    {
      when: "and was seen to end",
      job: { last, status: { jobStatus: { jobId: job, state: "FINISHED" } } },
      does: "wait",
    },
    {
      when: "and names the state to go on from",
      job: { last: { job: redeploy(1) }, job: redeploy(2) },
      does: "stopped by savepoint from s3://state/sp/mine",
    },
    {
      when: "and is to be changed",
      job: { last, job: { args: ["--fast"] } },
      flink: answered(),
      does: "wait: StateInDoubt",
    },
    { when: "but runs", job: { last }, flink: { ...running, checkpoints } as FlinkView, does: "wait" },
  ])("$when: $does", expectRow);

  test("a stateless one is told to be recovered", () => {
    const plan = planned({ when: "", does: "", job: { last, job: { upgradeMode: "stateless" } } });
    expect(plan.tell?.map(({ reason }) => reason)).toContain("RecoverSessionJob");
  });
});

describe("a session job that is deleted", () => {
  const deleted = (parts: SessionJobParts = {}): SessionJobParts => ({
    last,
    ...parts,
    metadata: { deletionTimestamp: rfc3339(noon), ...parts.metadata },
  });
  const noHa = aCluster({ ha: false });
  test.for<Row>([
    { when: "and runs", job: deleted(), flink: running, does: "cancelJob" },
    {
      when: "and is being cancelled",
      job: deleted(),
      flink: answered(aJob("CANCELLING")),
      does: "wait for cancellation",
    },
    { when: "and was cancelled", job: deleted(), flink: answered(aJob("CANCELED")), does: "removeFinalizer" },
    {
      when: "and a job of a run that was held up is there",
      job: deleted(),
      flink: answered(jobNamed(ourJob())),
      does: "cancelJob",
    },
    {
      when: "one of its jobs is being cancelled, another runs",
      job: deleted(),
      flink: answered(aJob("CANCELLING"), jobNamed(ourJob())),
      does: "cancelJob",
    },
    {
      when: "beside jobs of others",
      job: deleted(),
      flink: answered(jobNamed("a".repeat(32) as never)),
      does: "removeFinalizer",
    },
    { when: "and Flink is silent", job: deleted(), flink: silent, does: "wait for leaving" },
    { when: "and Flink is silent, without HA", job: deleted(), cluster: noHa, flink: silent, does: "wait for leaving" },
    { when: "and the JobManager is down, without HA", job: deleted(), ...down, cluster: noHa, does: "removeFinalizer" },
    {
      when: "and the JobManager is not up, without HA",
      job: deleted(),
      cluster: noHa,
      jobManager: aDeployment({ name: "shared", availableReplicas: 0 }),
      flink: { kind: "notAsked" },
      does: "removeFinalizer",
    },
    { when: "and the JobManager is down, with HA", job: deleted(), ...down, does: "wait for leaving" },
    { when: "and nothing is left of the cluster", job: deleted(), ...gone, does: "removeFinalizer" },
    {
      when: "and asks for HA itself, and nothing is left of the cluster",
      job: deleted({ spec: { flinkConfiguration: withHa } }),
      ...gone,
      does: "removeFinalizer",
    },
    {
      when: "just when it was submitted",
      job: submitting({ metadata: { deletionTimestamp: rfc3339(noon) } }),
      flink: answered(jobNamed(ourJob())),
      does: "cancelJob",
    },
    {
      when: "and was at its end when Flink went silent",
      job: deleted({ status: { jobStatus: { jobId: job, state: "FINISHED" } } }),
      flink: silent,
      does: "removeFinalizer",
    },
    {
      when: "and never ran",
      job: { metadata: { deletionTimestamp: rfc3339(noon) } },
      flink: silent,
      does: "removeFinalizer",
    },
    {
      when: "while it is being submitted",
      job: submitting({ metadata: { deletionTimestamp: rfc3339(noon) } }),
      after: 60,
      does: "wait for submission",
    },
  ])("$when: $does", expectRow);
});

test("an application that Flink does not know is no session job: it is waited for", () => {
  const resource = deployed(anApplication({ spec: { job: { parallelism: 1, upgradeMode: "stateless" } } }));
  const seen = aLook({ resource, jobManager: aDeployment(), flink: answered(), pods: [] });
  expect(does(decide(seen, circumstances()))).toBe("wait for readiness");
});
