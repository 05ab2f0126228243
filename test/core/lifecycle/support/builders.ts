import { flinkDeployment, type FlinkDeployment } from "../../../../lib/api/resources/flinkDeployment.ts";
import type { DeployIntent } from "../../../../lib/api/resources/journal.ts";
import { shippedDefaults } from "../../../../lib/core/configuration/defaults.ts";
import type {
  Checkpoints,
  JobId,
  JobOverview,
  JobState,
  SavepointProgress,
  TriggerId,
} from "../../../../lib/core/flink.ts";
import type { Circumstances } from "../../../../lib/core/lifecycle/circumstances.ts";
import { deployedOf } from "../../../../lib/core/lifecycle/observation/deployed.ts";
import { finalizerOf } from "../../../../lib/core/lifecycle/deletion/finalizer.ts";
import { firstRecord } from "../../../../lib/core/lifecycle/status/firstRecord.ts";
import type { DeploymentView, FlinkView, HaJob, HaView, PodView, Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { instant, rfc3339, type Instant } from "../../../../lib/core/time.ts";

export const noon: Instant = instant(Date.UTC(2026, 0, 1, 12));
export const job = "0123456789abcdef0123456789abcdef" as JobId;
const uid = "11111111-1111-4111-8111-111111111111";

export const circumstances = (now: Instant = noon): Circumstances => ({
  now,
  fresh: {
    jobId: "ffffffffffffffffffffffffffffffff" as JobId,
    deploymentId: "22222222-2222-4222-8222-222222222222",
    triggerId: "dddddddddddddddddddddddddddddddd" as TriggerId,
  },
  defaults: shippedDefaults,
});

type Raw = Readonly<Record<string, unknown>>;

const applicationSpec = {
  image: "flink:1.20",
  flinkVersion: "v1_20",
  serviceAccount: "flink",
  jobManager: { resource: { memory: "1024m", cpu: 1 } },
  taskManager: { resource: { memory: "1024m", cpu: 1 } },
  job: { jarURI: "local:///opt/flink/examples/streaming/StateMachineExample.jar", parallelism: 2 },
};

export interface Parts {
  readonly metadata?: Raw;
  readonly spec?: Raw;
  readonly status?: Raw;
}

/** An application that was just created: its spec is valid, nothing was deployed. */
export function anApplication({ metadata, spec, status }: Parts = {}): FlinkDeployment {
  return flinkDeployment.parse({
    apiVersion: "flink.apache.org/v1beta1",
    kind: "FlinkDeployment",
    metadata: { name: "counts", namespace: "team", uid, resourceVersion: "7", generation: 1, ...metadata },
    spec: { ...applicationSpec, ...spec },
    ...(status === undefined ? {} : { status }),
  });
}

/** A session cluster that was just created. */
export function aSession({ spec, ...parts }: Parts = {}): FlinkDeployment {
  return anApplication({ ...parts, spec: { job: undefined, ...spec } });
}

/** As after a successful deployment of generation 1. */
export function deployed(resource: FlinkDeployment, status: Raw = {}): FlinkDeployment {
  return {
    ...resource,
    metadata: { ...resource.metadata, finalizers: [finalizerOf({ kind: "FlinkDeployment" })] },
    status: {
      conditions: [],
      observedGeneration: 1,
      jobManagerDeploymentStatus: "DEPLOYING",
      jobStatus: { jobId: job, state: "RECONCILING" },
      reconciliationStatus: { state: "DEPLOYED", lastReconciledSpec: firstRecord(resource.spec, "running") },
      ...status,
    },
  };
}

/** The announcement of a deployment that starts from nothing. */
export const aDeployIntent = (parts: Partial<DeployIntent> = {}): DeployIntent => ({
  kind: "deploy",
  generation: 1,
  jobId: job,
  deploymentId: "x",
  restoreFrom: { kind: "nothing" },
  at: rfc3339(noon),
  ...parts,
});

export const aDeployment = (parts: Partial<DeploymentView> = {}): DeploymentView => ({
  name: "counts",
  uid: "33333333-3333-4333-8333-333333333333",
  resourceVersion: "9",
  owners: [uid],
  generation: 1,
  deploymentId: "x",
  neverAvailable: false,
  wantedReplicas: 1,
  replicas: 1,
  availableReplicas: 1,
  deleting: false,
  failure: undefined,
  ...parts,
});

export const aPod = (parts: Partial<PodView> = {}): PodView => ({
  name: "counts-abc-def",
  component: "jobmanager",
  ready: false,
  deleting: false,
  started: false,
  trouble: undefined,
  ...parts,
});

export function aJob(state: JobState, tasks: Readonly<Record<string, number>> = { total: 4, running: 4 }): JobOverview {
  return { id: job, name: "counts", state, startTime: noon, endTime: -1, tasks };
}

export const answered = (...jobs: readonly JobOverview[]): FlinkView => ({
  kind: "answered",
  jobs,
  info: undefined,
  exceptions: [],
  checkpoints: undefined,
  savepoint: undefined,
  requirements: undefined,
  vertices: undefined,
  metrics: undefined,
});

/** As `answered`, of the job of the resource, with what was asked for besides. */
export const answeredOf = (
  state: JobState,
  parts: { readonly checkpoints?: Checkpoints; readonly savepoint?: SavepointProgress } = {},
): FlinkView => ({ ...answered(aJob(state)), ...parts }) as FlinkView;

export const nothingKept: HaView = { kind: "looked", configMaps: [], jobs: [] };

/** HA metadata of the job of the resource, unless said otherwise. */
export const kept = (parts: Partial<HaJob> = {}): HaView => ({
  kind: "looked",
  configMaps: [{ name: `counts-${parts.jobId ?? job}-config-map`, uid: "u" }],
  jobs: [{ jobId: job, checkpointId: undefined, ...parts }],
});

/** A look: at a new application of which nothing exists yet, unless said otherwise. */
export const aLook = ({ resource = anApplication(), ...parts }: Partial<Seen> = {}): Seen => ({
  resource,
  deployed: deployedOf(resource),
  jobManager: undefined,
  taskManager: undefined,
  pods: undefined,
  flink: { kind: "notAsked" },
  drift: { kind: "notLookedAt" },
  sessionJobs: [],
  snapshots: [],
  inStatus: undefined,
  ha: { kind: "notLookedAt" },
  at: noon,
  ...parts,
});
