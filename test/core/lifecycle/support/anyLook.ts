import fc from "fast-check";
import { upgradeMode as modes, type UpgradeMode } from "../../../../lib/api/resources/common.ts";
import type { KnownState } from "../../../../lib/api/resources/journal.ts";
import type { Checkpoints, JobState } from "../../../../lib/core/flink.ts";
import type { DeploymentView, FlinkView, HaView, PodView, Seen } from "../../../../lib/core/lifecycle/seen.ts";
import { instant, minutes, rfc3339, type Instant } from "../../../../lib/core/time.ts";
import { aDeployment, aJob, aLook, answered, aPod, job, kept, noon, nothingKept } from "./builders.ts";
import { ago, aState, checkpointInfo, staged, told, type SpecParts } from "./stages.ts";

const other = "a".repeat(32);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const mode: fc.Arbitrary<UpgradeMode> = fc.constantFrom(...modes.options);
const id = fc.integer({ min: 1, max: 20 });

const checkpoints: fc.Arbitrary<Checkpoints | undefined> = fc.oneof(
  fc.constantFrom<(Checkpoints | undefined)[]>(undefined, { kind: "disabled" }),
  fc
    .record({ completed: maybe(id), savepoint: maybe(id), restored: maybe(id) })
    .map(({ completed, savepoint, restored }) =>
      told({
        completed: completed === undefined ? undefined : checkpointInfo(completed),
        savepoint: savepoint === undefined ? undefined : checkpointInfo(savepoint, { isSavepoint: true }),
        restored: restored === undefined ? undefined : checkpointInfo(restored),
      }),
    ),
);

const jobState = fc.constantFrom<JobState[]>(
  "INITIALIZING",
  "CREATED",
  "RUNNING",
  "RESTARTING",
  "FAILING",
  "CANCELLING",
  "CANCELED",
  "FAILED",
  "FINISHED",
  "SUSPENDED",
);

const flink: fc.Arbitrary<FlinkView> = fc.oneof(
  fc.constantFrom<FlinkView[]>({ kind: "notAsked" }, { kind: "unreachable", because: "timeout" }, answered()),
  fc
    .record({
      state: jobState,
      checkpoints,
      savepoint: fc.constantFrom(
        undefined,
        { kind: "unknown" },
        { kind: "inProgress" },
        { kind: "failed", because: "declined" },
        { kind: "completed", path: "s3://state/sp/stop" },
      ),
    })
    .map(({ state, ...asked }) => ({ ...answered(aJob(state)), ...asked }) as FlinkView),
);

const deploymentView = (name: string): fc.Arbitrary<DeploymentView> =>
  fc
    .record({
      name: fc.constant(name),
      deploymentId: fc.constantFrom("x", "y", undefined),
      generation: fc.constantFrom(1, 2, undefined),
      wantedReplicas: fc.constantFrom(0, 1),
      availableReplicas: fc.constantFrom(0, 1),
      neverAvailable: fc.boolean(),
      deleting: fc.boolean(),
      owners: fc.constantFrom(aDeployment().owners, ["99999999-9999-4999-8999-999999999999"]),
    })
    .map(aDeployment);

const pods: fc.Arbitrary<readonly PodView[] | undefined> = maybe(
  fc.subarray([aPod(), aPod({ name: "counts-taskmanager-1-1", component: "taskmanager" })]),
);

const ha: fc.Arbitrary<HaView> = fc.oneof(
  fc.constantFrom<HaView[]>({ kind: "notLookedAt" }, { kind: "elsewhere" }, nothingKept),
  fc.record({ jobId: fc.constantFrom(job as string, other), checkpointId: maybe(id) }).map(kept),
);

const knownState: fc.Arbitrary<KnownState> = fc.oneof(
  fc
    .record({
      checkpointId: id,
      jobId: fc.constantFrom<(string | undefined)[]>(job, other),
      at: fc.constantFrom(ago(10), ago(-1)),
    })
    .map(({ at, checkpointId, jobId }) =>
      aState({ path: `s3://state/cp/chk-${checkpointId}`, checkpointId, jobId, at: rfc3339(instant(at)) }),
    ),
  fc
    .constantFrom<(string | undefined)[]>(job, other, undefined)
    .map((jobId) => aState({ kind: "savepoint", path: "s3://state/sp/1", checkpointId: undefined, jobId })),
);

const intent = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("stop"),
      way: fc.constantFrom("savepoint", "cancel", "forget"),
      from: fc.constantFrom("DEPLOYED", "ROLLED_BACK"),
      generation: fc.constantFrom(1, 2),
      jobId: fc.constant(job as string),
      triggerId: fc.constant("b".repeat(32)),
      at: fc.constant(rfc3339(noon)),
    }),
  },
);

const spec = (image: string): fc.Arbitrary<SpecParts> =>
  fc.record({
    mode,
    wants: fc.constantFrom("running", "running", "suspended"),
    ha: fc.boolean(),
    spec: fc.constantFrom({ image }, { image }, { image, mode: "standalone" }, { image, serviceAccount: undefined }),
    configuration: fc.constantFrom(
      {},
      { "kubernetes.operator.job.restart.failed": "true" },
      { "kubernetes.operator.deployment.rollback.enabled": "true" },
      { "kubernetes.operator.job.upgrade.last-state-fallback.enabled": "false" },
    ),
  }) as fc.Arbitrary<SpecParts>;

const stage = fc.record({
  last: spec("flink:1").map((parts) => ({ ...parts, wants: "running" as const, spec: { image: "flink:1" } })),
  wanted: maybe(spec("flink:2")),
  stable: maybe(spec("flink:0").map((parts) => ({ ...parts, spec: { image: "flink:0" } }))),
  isStable: fc.boolean(),
  reached: fc.record({ state: fc.constantFrom("running", "suspended", "suspended"), upgradeMode: mode }),
  state: fc.constantFrom("DEPLOYED", "UPGRADING", "UPGRADING", "UPGRADING", "ROLLING_BACK", "ROLLED_BACK"),
  jobState: jobState,
  endedAt: fc.constantFrom(undefined, String(ago(1)), String(noon)),
  known: maybe(knownState),
  intent,
  isRefused: fc.boolean(),
  step: maybe(fc.constantFrom("flink", "savepoint", "cancellation", "podsGone", "readiness")),
  generation: fc.constantFrom(1, 2),
});

export interface AnyLook {
  readonly seen: Seen;
  readonly now: Instant;
}

/** Half of the looks find nothing left of the cluster: those are the ones after which something may be made. */
const cluster = fc.oneof(
  fc.record({
    jobManager: maybe(deploymentView("counts")),
    taskManager: maybe(deploymentView("counts-taskmanager")),
    pods,
  }),
  fc.constant({ jobManager: undefined, taskManager: undefined, pods: [] }),
);

/** Flink is asked only where its JobManager is up, and for a savepoint only while the job is stopped with one. */
function asked(view: FlinkView, jobManager: DeploymentView | undefined, isStopped: boolean): FlinkView {
  if (jobManager === undefined || jobManager.availableReplicas === 0 || jobManager.deleting)
    return { kind: "notAsked" };
  return view.kind === "answered" && !isStopped ? { ...view, savepoint: undefined } : view;
}

/** Looks at an application that was deployed once: whatever its spec, its status and the world may be, however unlikely together. */
export const anyLook: fc.Arbitrary<AnyLook> = fc
  .record({ stage, cluster, flink, ha, after: fc.constantFrom(0, 0.5, 4, 20) })
  .map(({ stage: parts, cluster: found, after, flink: view, ha: metadata }) => {
    const {
      known,
      isStable,
      jobState: state,
      endedAt,
      isRefused,
      step,
      intent: announced,
      generation,
      wanted,
      stable,
      last,
      ...rest
    } = parts;
    const ran = isStable ? last : stable;
    const resource = staged({
      ...rest,
      last,
      ...(wanted === undefined ? {} : { wanted }),
      ...(ran === undefined ? {} : { stable: ran }),
      metadata: { generation },
      jobStatus: { state, ...(endedAt === undefined ? {} : { updateTime: endedAt }) },
      fleet: {
        ...(known === undefined ? {} : { state: known }),
        ...(announced === undefined ? {} : { intent: announced }),
        ...(step === undefined ? {} : { step: { name: step, since: rfc3339(noon) } }),
      },
      status: isRefused ? { jobManagerDeploymentStatus: "ERROR" } : {},
    } as Parameters<typeof staged>[0]);
    const flinkView = asked(view, found.jobManager, announced?.way === "savepoint");
    return { seen: aLook({ resource, ...found, flink: flinkView, ha: metadata }), now: instant(noon + minutes(after)) };
  });
