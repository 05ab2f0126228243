import { describe, expect, test } from "vitest";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import type { JobOverview, JobState } from "../../../lib/core/flink.ts";
import { deployedOf } from "../../../lib/core/lifecycle/observation/deployed.ts";
import { standingOf, type Course, type JobsView } from "../../../lib/core/snapshots/standing.ts";
import { targetJob } from "../../../lib/core/snapshots/targetJob.ts";
import { flinkDeployment } from "../../../lib/api/resources/flinkDeployment.ts";
import { flinkSessionJob } from "../../../lib/api/resources/flinkSessionJob.ts";
import { job, noon } from "./support/builders.ts";

const course: Course = { jobId: job, state: "RUNNING", wanted: "running", reconciliation: "DEPLOYED" };
const overview = (state: JobState, running = 4): JobOverview => ({
  id: job,
  name: "counts",
  state,
  startTime: noon,
  endTime: -1,
  tasks: { total: 4, running },
});
const answered = (...jobs: readonly JobOverview[]): JobsView => ({ kind: "answered", jobs });
const notUp: JobsView = { kind: "notUp" };
const unreachable: JobsView = { kind: "unreachable", because: "timeout" };

describe("the standing of a job", () => {
  test.for<[when: string, course: Partial<Course>, jobs: JobsView, is: string]>([
    ["it runs", {}, answered(overview("RUNNING")), "running"],
    ["it was rolled back and runs", { reconciliation: "ROLLED_BACK" }, answered(overview("RUNNING")), "running"],
    ["it starts", {}, answered(overview("RUNNING", 3)), "away: the job is CREATED"],
    ["it restarts", {}, answered(overview("RESTARTING")), "away: the job is RESTARTING"],
    ["its leader has changed", {}, answered(overview("SUSPENDED")), "away: the job is SUSPENDED"],
    ["it has ended", {}, answered(overview("FINISHED")), "ended: the job is FINISHED"],
    ["Flink does not know it", {}, answered(), "away: Flink does not know the job"],
    ["nothing is up", {}, notUp, "away: the JobManager is not up"],
    ["Flink is silent", {}, unreachable, "notSeen: Flink cannot be asked: timeout"],
    ["it was seen to fail", { state: "FAILED" }, notUp, "ended: the job is FAILED"],
    ["it was seen to fail and runs", { state: "FAILED" }, answered(overview("RUNNING")), "running"],
    ["it is suspended", { wanted: "suspended" }, notUp, "ended: the job is suspended"],
    ["it is suspended and Flink is silent", { wanted: "suspended" }, unreachable, "ended: the job is suspended"],
    ["it was never started", { jobId: undefined }, notUp, "away: the job was not started yet"],
    [
      "it is stopped for an upgrade",
      { reconciliation: "UPGRADING", state: "FINISHED", wanted: "suspended" },
      answered(overview("FINISHED")),
      "away: the job is being upgraded",
    ],
    ["it runs before an upgrade", { reconciliation: "UPGRADING" }, answered(overview("RUNNING")), "running"],
    ["its upgrade is under way", { reconciliation: "UPGRADING" }, notUp, "away: the job is being upgraded"],
  ])("when %s", ([, parts, jobs, is]) => {
    const standing = standingOf({ ...course, ...parts }, jobs);
    expect("because" in standing ? `${standing.kind}: ${standing.because}` : standing.kind).toBe(is);
  });
});

describe("the job of a snapshot", () => {
  const metadata = { namespace: "team", uid: "u", resourceVersion: "1" };
  const cluster = flinkDeployment.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { ...metadata, name: "counts" },
    spec: {
      flinkVersion: "v1_17",
      flinkConfiguration: { a: "1", b: "1", "security.ssl.rest.enabled": "true" },
      job: { initialSavepointPath: "s3://first" },
    },
    status: {
      jobStatus: { jobId: job, state: "RUNNING", upgradeSavepointPath: "s3://next" },
      reconciliationStatus: { state: "DEPLOYED" },
    },
  });
  const target = { cluster, deployed: deployedOf(cluster), sessionJob: undefined };

  test("is the resource's own", () => {
    expect(targetJob(target, answered(overview("RUNNING")), shippedDefaults)).toMatchObject({
      at: { namespace: "team", service: "counts-rest", scheme: "https" },
      jobId: job,
      version: { number: "1.17" },
      configuration: { a: "1" },
      needed: ["s3://next", "s3://first"],
      answers: true,
      standing: { kind: "running" },
    });
  });

  test("on a session cluster is the session job's, at the cluster's address", () => {
    const sessionJob = flinkSessionJob.parse({
      apiVersion: "flink.apache.org/v1beta1",
      kind: "FlinkSessionJob",
      metadata: { ...metadata, name: "etl" },
      spec: { deploymentName: "counts", flinkConfiguration: { b: "2" }, job: {} },
      status: { jobStatus: { jobId: "f".repeat(32) } },
    });
    expect(targetJob({ ...target, sessionJob }, notUp, shippedDefaults)).toMatchObject({
      at: { service: "counts-rest" },
      jobId: "f".repeat(32),
      configuration: { a: "1", b: "2" },
      needed: [],
      answers: false,
    });
  });
});
