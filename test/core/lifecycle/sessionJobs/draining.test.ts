import { describe, expect, test } from "vitest";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import type { FlinkSessionJob } from "../../../../lib/api/resources/flinkSessionJob.ts";
import type { FlinkView, Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import { deployedOf } from "../../../../lib/core/lifecycle/observation/deployed.ts";
import { isDraining } from "../../../../lib/core/lifecycle/sessionJobs/isDraining.ts";
import { isOnCluster } from "../../../../lib/core/lifecycle/sessionJobs/clusterOf.ts";
import {
  type SessionJobView,
  sessionJobView,
  unreadableView,
} from "../../../../lib/core/lifecycle/sessionJobs/sessionJobView.ts";
import { stopsFirst } from "../../../../lib/core/lifecycle/sessionJobs/stopsFirst.ts";
import { later, minutes, rfc3339, seconds, type Instant } from "../../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aJob,
  aLook,
  answered,
  anApplication,
  circumstances,
  deployed,
  job,
  noon,
} from "../support/builders.ts";
import { does } from "../support/does.ts";
import {
  aCluster,
  aSessionJob,
  type ClusterParts,
  drainingStatus,
  type SessionJobParts,
} from "../support/sessionLook.ts";
import { silent } from "../support/stages.ts";

const up = aDeployment({ name: "shared" });
const changed: ClusterParts = { spec: { image: "flink:other" }, running: {} };
const noHa: ClusterParts = { ha: false, spec: { image: "flink:other" }, running: { ha: false } };
const newFlink: ClusterParts = { spec: { flinkVersion: "v2_1" }, running: {} };
const view = (parts: Partial<SessionJobView> = {}): SessionJobView => ({
  name: "counts",
  upgradeMode: "savepoint",
  jobId: job,
  isBehindUs: false,
  submittedAt: undefined,
  ...parts,
});
const runs = answered(aJob("RUNNING"));

interface Row {
  readonly when: string;
  readonly cluster?: ClusterParts;
  readonly jobs?: readonly SessionJobView[];
  readonly flink?: FlinkView;
  readonly jobManager?: Seen["jobManager"];
  readonly announced?: boolean;
  readonly now?: Instant;
  readonly does: string;
  readonly because?: string;
}

describe("a session cluster that is to be changed", () => {
  test.for<Row>([
    { when: "without jobs", jobs: [], flink: answered(), does: "stopped by last-state" },
    {
      when: "without jobs, and has not said so",
      jobs: [],
      announced: false,
      flink: answered(),
      does: "stopped by last-state",
    },
    {
      when: "to another Flink, with a job that is behind its resource and still there",
      cluster: newFlink,
      jobs: [view({ isBehindUs: true })],
      does: "stopped by last-state",
    },
    {
      when: "and has not said so",
      jobs: [view({ isBehindUs: true })],
      announced: false,
      flink: answered(),
      does: "wait for sessionJobs",
      because: "about to be changed",
    },
    {
      when: "with jobs that are behind us",
      jobs: [view({ isBehindUs: true })],
      flink: answered(),
      does: "stopped by last-state",
    },
    {
      when: "with one that is to be stopped",
      does: "wait for sessionJobs",
      because: "[counts] are stopped with their state first",
    },
    { when: "with one that runs somewhere else", jobs: [view({ jobId: "other" })], does: "stopped by last-state" },
    { when: "with one that Flink has forgotten", flink: answered(), does: "stopped by last-state" },
    {
      when: "with one that has ended, and has not recorded that",
      flink: answered(aJob("FINISHED")),
      does: "wait for sessionJobs",
    },
    { when: "and cannot be asked", flink: silent, does: "wait for sessionJobs" },
    {
      when: "and its JobManager is down",
      flink: { kind: "notAsked" },
      jobManager: { ...up, availableReplicas: 0 },
      does: "stopped by last-state",
    },
    {
      when: "with HA, and one of last-state",
      jobs: [view({ upgradeMode: "last-state" })],
      does: "stopped by last-state",
    },
    {
      when: "without HA, and one of last-state",
      cluster: noHa,
      jobs: [view({ upgradeMode: "last-state" })],
      does: "wait for sessionJobs",
    },
    {
      when: "without HA, and a stateless one",
      cluster: noHa,
      jobs: [view({ upgradeMode: "stateless" })],
      does: "stopped by last-state",
    },
    {
      when: "to another Flink, and a stateless one",
      cluster: newFlink,
      jobs: [view({ upgradeMode: "stateless" })],
      does: "wait for sessionJobs",
    },
    {
      when: "while one is being submitted",
      jobs: [view({ upgradeMode: "stateless", isBehindUs: true, submittedAt: noon })],
      now: later(noon, seconds(119)),
      does: "wait for sessionJobs",
    },
    {
      when: "long after one was submitted",
      jobs: [view({ upgradeMode: "stateless", isBehindUs: true, submittedAt: noon })],
      now: later(noon, minutes(2)),
      does: "stopped by last-state",
    },
    {
      when: "to another Flink, with a job of nobody",
      cluster: newFlink,
      jobs: [],
      does: "wait for sessionJobs",
      because: `no FlinkSessionJob looks after the jobs [${job}]`,
    },
    {
      when: "to another Flink, with a job of nobody at its end",
      cluster: newFlink,
      jobs: [],
      flink: answered(aJob("CANCELED")),
      does: "stopped by last-state",
    },
    { when: "with a job of nobody", jobs: [], does: "stopped by last-state" },
    { when: "without HA, with a job of nobody", cluster: noHa, jobs: [], does: "stopped by last-state" },
  ])(
    "$when: $does",
    ({ cluster = changed, jobs = [view()], flink = runs, announced = true, now = noon, because = "", ...row }) => {
      const resource = aCluster({
        ...cluster,
        status: { jobManagerDeploymentStatus: "READY", ...(announced ? drainingStatus : {}) },
      });
      const held = {
        ...resource,
        metadata: { ...resource.metadata, finalizers: ["flinkdeployments.flink.apache.org/finalizer"] },
      };
      const jobManager = "jobManager" in row ? row.jobManager : up;
      const seen = aLook({ resource: held, jobManager, flink, sessionJobs: jobs, pods: [] });
      const plan = decide(seen, circumstances(now));
      expect({ does: does(plan), because: plan.because }).toEqual({
        does: row.does,
        because: expect.stringContaining(because) as string,
      });
    },
  );

  test("an application has no session jobs to wait for", () => {
    const resource = deployed(anApplication({ spec: { image: "flink:other" } }));
    const last = deployed(anApplication()).status;
    const seen = aLook({
      resource: { ...resource, status: last },
      jobManager: aDeployment(),
      flink: runs,
      sessionJobs: [view()],
      pods: [],
    });
    expect(decide(seen, circumstances()).step).not.toBe("sessionJobs");
  });
});

test.for([
  { status: drainingStatus, is: true },
  { status: { fleet: { step: { name: "readiness", since: rfc3339(noon) } } }, is: false },
  { status: {}, is: false },
])("is draining: $is", ({ status, is }) => {
  expect(isDraining(aCluster({ status }))).toBe(is);
});

describe("whether a job is stopped before its cluster is changed", () => {
  const on = true;
  const off = false;
  test.for([
    { when: "HA stays", leaves: on, comes: on, version: "v1_20", stops: ["savepoint"] },
    { when: "HA is switched off", leaves: on, comes: off, version: "v1_20", stops: ["savepoint", "last-state"] },
    { when: "HA is switched on", leaves: off, comes: on, version: "v1_20", stops: ["savepoint", "last-state"] },
    { when: "there is no HA", leaves: off, comes: off, version: "v1_20", stops: ["savepoint", "last-state"] },
    {
      when: "another Flink comes",
      leaves: on,
      comes: on,
      version: "v2_1",
      stops: ["savepoint", "last-state", "stateless"],
    },
    {
      when: "another Flink comes, without HA before",
      leaves: off,
      comes: on,
      version: "v2_1",
      stops: ["savepoint", "last-state"],
    },
  ])("$when: $stops", ({ leaves, comes, version, stops }) => {
    const resource = aCluster({ ha: comes, spec: { flinkVersion: version }, running: { ha: leaves } });
    const subject = { resource, deployed: deployedOf(resource) };
    const modes = ["savepoint", "last-state", "stateless"] as const;
    expect(modes.filter((mode) => stopsFirst(mode, subject, shippedDefaults))).toEqual(stops);
  });
});

describe("a session job as its cluster sees it", () => {
  const at = rfc3339(noon);
  const deploys = aDeployIntent();
  const stops = {
    kind: "stop",
    way: "savepoint",
    from: "DEPLOYED",
    generation: 1,
    jobId: job,
    triggerId: "b".repeat(32),
    at,
  };
  const withStatus = (state: string | undefined, intent?: object): FlinkSessionJob =>
    aSessionJob({
      last: {},
      status: {
        jobStatus: { jobId: job, state },
        ...(intent === undefined ? {} : { fleet: { intent } }),
      } as NonNullable<SessionJobParts["status"]>,
    });
  test.for([
    { when: "new", of: aSessionJob(), is: view({ isBehindUs: true, jobId: undefined }) },
    { when: "that runs", of: withStatus("RUNNING"), is: view() },
    { when: "that cannot be seen", of: withStatus("RECONCILING"), is: view() },
    { when: "at its end", of: withStatus("FINISHED"), is: view({ isBehindUs: true }) },
    { when: "at its end, not yet recorded", of: withStatus("FINISHED", stops), is: view() },
    { when: "that is being submitted", of: withStatus("RECONCILING", deploys), is: view({ submittedAt: noon }) },
    { when: "that was refused", of: withStatus("RECONCILING", { ...deploys, refused: true }), is: view() },
  ])("$when", ({ of, is }) => {
    expect(sessionJobView(of)).toEqual(is);
  });

  test("without a job it has none to wait for; one that cannot be read runs nothing of ours", () => {
    const nothing = aSessionJob({ job: { upgradeMode: "last-state" } });
    expect(sessionJobView(nothing).upgradeMode).toBe("last-state");
    const { job: _none, ...spec } = nothing.spec;
    expect(sessionJobView({ ...nothing, spec: spec as FlinkSessionJob["spec"] }).upgradeMode).toBe("stateless");
    expect(unreadableView("broken")).toMatchObject({
      name: "broken",
      isBehindUs: true,
      jobId: undefined,
      submittedAt: undefined,
    });
  });
});

describe("a session job is on a cluster", () => {
  const { metadata } = aCluster();
  test.for([
    { when: "that it names", of: aSessionJob(), is: true },
    { when: "of another name", of: aSessionJob({ spec: { deploymentName: "other" } }), is: false },
    { when: "of another namespace", of: aSessionJob({ metadata: { namespace: "else" } }), is: false },
    {
      when: "that it is about to leave",
      of: aSessionJob({ spec: { deploymentName: "other" }, last: { spec: { deploymentName: "shared" } } }),
      is: true,
    },
    {
      when: "that it is about to come to",
      of: aSessionJob({ last: { spec: { deploymentName: "other" } } }),
      is: true,
    },
  ])("$when: $is", ({ of, is }) => {
    expect(isOnCluster(of, metadata)).toBe(is);
  });
});
