import { flinkSessionJob, type FlinkSessionJob } from "../../../../lib/api/resources/flinkSessionJob.ts";
import type { FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import type { JobId, JobOverview, JobState } from "../../../../lib/core/flink.ts";
import type { Circumstances } from "../../../../lib/core/lifecycle/circumstances.ts";
import { deployedOf } from "../../../../lib/core/lifecycle/observation/deployed.ts";
import type { Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { asFlinkResource } from "../../../../lib/core/lifecycle/sessionJobs/asFlinkResource.ts";
import { sessionJobId } from "../../../../lib/core/lifecycle/sessionJobs/jobsOfOurs.ts";
import { type ClusterLook, sessionDefaults } from "../../../../lib/core/lifecycle/sessionJobs/sessionCluster.ts";
import { specRecord } from "../../../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import type { Instant } from "../../../../lib/core/time.ts";
import { aDeployment, aJob, aLook, answered, aSession, circumstances, deployed, job, noon } from "./builders.ts";
import { withHa } from "./stages.ts";

type Raw = Readonly<Record<string, unknown>>;

/** What tells the jobs of the session job of these tests. */
export const jobIds = "c0ffee".repeat(10) + "beef";
/** A job that it has submitted for a generation; two of one generation differ in the last digit. */
export const ourJob = (generation = 1, last = "1"): JobId =>
  sessionJobId(jobIds, generation, `${"0".repeat(31)}${last}` as JobId);
export const jobNamed = (id: JobId, state: JobState = "RUNNING"): JobOverview => ({ ...aJob(state), id });

const directories = { "state.checkpoints.dir": "s3://state/cp", "state.savepoints.dir": "s3://state/sp" };

export interface ClusterParts {
  readonly ha?: boolean;
  readonly configuration?: Raw;
  readonly spec?: Raw;
  readonly metadata?: Raw;
  readonly status?: Raw;
  /** What is deployed, where that is not what is wanted. */
  readonly running?: { readonly ha?: boolean; readonly configuration?: Raw; readonly spec?: Raw };
}

const clusterSpec = ({ ha = true, configuration, spec }: ClusterParts): Raw => ({
  flinkConfiguration: { ...directories, ...(ha ? withHa : {}), ...configuration },
  ...spec,
});

/** A session cluster that takes jobs: with high availability unless said otherwise. */
export function aCluster(parts: ClusterParts = {}): FlinkDeployment {
  const of = (spec: ClusterParts): FlinkDeployment =>
    aSession({ metadata: { name: "shared", ...parts.metadata }, spec: clusterSpec(spec) });
  const wanted = of(parts);
  const { status } = deployed(parts.running === undefined ? wanted : of(parts.running), parts.status);
  return { ...wanted, status };
}

/** The cluster has announced that it is about to be changed. */
export const drainingStatus: Raw = { fleet: { step: { name: "sessionJobs", since: "2026-01-01T12:00:00Z" } } };

/** Its change is announced, and not yet made. */
export const aDrainingCluster = (parts: ClusterParts = {}): FlinkDeployment =>
  aCluster({
    running: parts.ha === undefined ? {} : { ha: parts.ha },
    ...parts,
    spec: { restartNonce: 1, ...parts.spec },
    status: drainingStatus,
  });

export interface SessionJobParts {
  readonly job?: Raw;
  readonly spec?: Raw;
  readonly metadata?: Raw;
  readonly status?: Raw;
  /** What was deployed last and what was reached; nothing was, where this is left out. */
  readonly last?: { readonly spec?: Raw; readonly job?: Raw; readonly first?: boolean };
  readonly state?: "DEPLOYED" | "UPGRADING";
}

const rawSpec = (spec: Raw | undefined, of: Raw | undefined): Raw => ({
  deploymentName: "shared",
  ...spec,
  job: {
    jarURI: "https://repo.example.com/counts.jar",
    parallelism: 2,
    upgradeMode: "savepoint",
    state: "running",
    ...of,
  },
});

const parsed = (metadata: Raw | undefined, spec: Raw): FlinkSessionJob =>
  flinkSessionJob.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkSessionJob",
    metadata: {
      name: "counts",
      namespace: "team",
      uid: "44444444-4444-4444-8444-444444444444",
      resourceVersion: "5",
      generation: 1,
      finalizers: ["flinksessionjobs.flink.apache.org/finalizer"],
      ...metadata,
    },
    spec,
  });

/** A session job that was just created; one that runs where `last` says so. */
export function aSessionJob({
  job: of,
  spec,
  metadata,
  status,
  last,
  state = "DEPLOYED",
}: SessionJobParts = {}): FlinkSessionJob {
  const wanted = parsed(metadata, rawSpec(spec, of));
  if (last === undefined) return { ...wanted, status: { ...wanted.status, ...status } };
  const reached = parsed(metadata, rawSpec({ ...spec, ...last.spec }, { ...of, ...last.job }));
  const { state: reachedState, upgradeMode } = reached.spec.job ?? { state: "running", upgradeMode: "stateless" };
  const record = specRecord(
    { ...reached.spec, deploymentName: reached.spec.deploymentName ?? "", mode: "native" },
    { firstDeployment: last.first ?? false, job: { state: reachedState, upgradeMode } },
  );
  return {
    ...wanted,
    status: {
      conditions: [],
      jobStatus: { jobId: job, state: "RUNNING" },
      ...status,
      reconciliationStatus: { state, lastReconciledSpec: record, reconciliationTimestamp: noon },
    },
  };
}

export interface SessionParts {
  readonly job?: SessionJobParts;
  /** `undefined`: it is not there. */
  readonly cluster?: FlinkDeployment | undefined;
  readonly jobManager?: Seen["jobManager"];
  readonly flink?: Seen["flink"];
  readonly now?: Instant;
}

export const clusterLook = (found: FlinkDeployment | undefined, jobManager: Seen["jobManager"]): ClusterLook => ({
  name: found?.metadata.name ?? "shared",
  found: found && { resource: found, deployed: deployedOf(found) },
  jobManager,
  defaults: shippedDefaults,
  jobIds,
});

/** A look at a session job on a cluster that takes jobs, unless said otherwise; nothing runs there. */
export function sessionLook(parts: SessionParts = {}): { readonly seen: Seen; readonly circumstances: Circumstances } {
  const { now = noon, job: of = {}, flink = answered() } = parts;
  const cluster = "cluster" in parts ? parts.cluster : aCluster();
  const jobManager = "jobManager" in parts ? parts.jobManager : aDeployment({ name: "shared" });
  const look = clusterLook(cluster, jobManager);
  const resource = asFlinkResource(aSessionJob(of), look);
  const seen = aLook({
    resource,
    deployed: deployedOf(resource),
    jobManager,
    pods: [],
    flink,
    ha: { kind: "looked", configMaps: [], jobs: [] },
    at: now,
  });
  return { seen, circumstances: { ...circumstances(now), defaults: sessionDefaults(look) } };
}
