import { expect, test } from "vitest";
import type { FlinkDeploymentSpec } from "../../lib/api/resources/flinkDeployment.ts";
import { deploymentAnnotation } from "../../lib/core/configuration/clusterOptions.ts";
import { specRecord, type Achieved } from "../../lib/core/lifecycle/spec/lastReconciledSpec.ts";
import { seconds } from "../../lib/core/time.ts";
import type { JobId, TriggerId } from "../../lib/core/flink.ts";
import type { FlinkAddress } from "../../lib/ports/index.ts";
import type { Fields, Wanted } from "./support/application.ts";
import { expectStory, running, type Stage } from "./support/stage.ts";
import { later, restart, resume, stable } from "./support/stories.ts";

const deployment = { kind: "Deployment", namespace: "default", name: "orders" };
const at: FlinkAddress = { namespace: "default", service: "orders-rest", scheme: "http" };
const jobOf = (stage: Stage): JobId => stage.status.jobStatus?.["jobId"] as JobId;
const specOf = ({ scene, name }: Stage): FlinkDeploymentSpec => scene.resource(name)["spec"] as FlinkDeploymentSpec;

/** The cluster, and the status, as the Apache operator has them: without our marks. */
function withoutMarks(stage: Stage): void {
  const body = { metadata: { annotations: { [deploymentAnnotation]: null } } };
  if (stage.scene.spoke.api.find(deployment) !== undefined)
    stage.scene.spoke.api.patch(deployment, { type: "merge", body });
}

interface Left {
  readonly state: "UPGRADING" | "DEPLOYED";
  /** In the record. */
  readonly job: NonNullable<Achieved["job"]>;
  readonly jobStatus?: Fields;
  readonly jobManagerDeploymentStatus?: "MISSING";
}

/** What the Apache operator has written when it is switched off: `state` and the spec in the record, and the rest as given. */
function leaves(stage: Stage, what: string, { state, job, ...rest }: Left): void {
  const { generation } = stage.scene.resource(stage.name).metadata;
  stage.writeStatus(what, ({ fleet: _ours, ...status }) => {
    const lastReconciledSpec = specRecord(specOf(stage), { firstDeployment: false, job });
    const jobStatus = { ...(status["jobStatus"] as Fields), ...rest.jobStatus };
    const reconciliationStatus = { ...(status["reconciliationStatus"] as Fields), state, lastReconciledSpec };
    return { ...status, observedGeneration: generation, ...rest, jobStatus, reconciliationStatus };
  });
}

/** By another operator. */
async function stoppedWithSavepoint(stage: Stage): Promise<string> {
  stage.scene.tell("other   stops the job with a savepoint");
  const request = {
    directory: "s3://flink/savepoints",
    triggerId: "ab".repeat(16) as TriggerId,
    format: undefined,
    drain: false,
  };
  await stage.scene.spoke.flink.stopWithSavepoint(at, jobOf(stage), request);
  stage.scene.world.advance(seconds(5));
  return stage.scene.spoke.snapshots.findLast((one) => one.isSavepoint)?.path ?? "";
}

const finished = (upgradeSavepointPath: string): { readonly jobStatus: Fields } => ({
  jobStatus: { state: "FINISHED", upgradeSavepointPath },
});
const bySavepoint = { state: "suspended", upgradeMode: "savepoint" } as const;
const byLastState = { state: "suspended", upgradeMode: "last-state" } as const;

interface TakenOver {
  readonly called: string;
  readonly wanted?: Wanted;
  readonly act: (stage: Stage) => Promise<void>;
  readonly starts: number;
  readonly givenUp?: readonly number[];
}

test.for<TakenOver>([
  {
    called: "stopped with a savepoint, the old cluster still there",
    act: async (stage) => {
      restart(stage);
      const path = await stoppedWithSavepoint(stage);
      leaves(stage, "UPGRADING, FINISHED", { state: "UPGRADING", job: bySavepoint, ...finished(path) });
    },
    starts: 2,
  },
  {
    called: "stopped with a savepoint, the old cluster gone, and the next job id chosen",
    act: async (stage) => {
      restart(stage);
      const path = await stoppedWithSavepoint(stage);
      stage.deleteJobManager();
      stage.scene.world.advance(seconds(5));
      leaves(stage, "UPGRADING, MISSING", {
        state: "UPGRADING",
        job: bySavepoint,
        jobManagerDeploymentStatus: "MISSING",
        jobStatus: { ...finished(path).jobStatus, jobId: "cd".repeat(16) },
      });
    },
    starts: 2,
  },
  {
    called: "the next cluster made and not recorded",
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(8), seconds(2));
      withoutMarks(stage);
      leaves(stage, "UPGRADING, MISSING", {
        state: "UPGRADING",
        job: bySavepoint,
        jobManagerDeploymentStatus: "MISSING",
      });
    },
    starts: 2,
  },
  {
    called: "suspended with its cluster still there, resumed",
    act: async (stage) => {
      stage.edit("suspended", { job: { state: "suspended" } });
      const path = await stoppedWithSavepoint(stage);
      leaves(stage, "SUSPENDED", { state: "DEPLOYED", job: bySavepoint, ...finished(path) });
      await later(stage, seconds(10));
      resume(stage);
    },
    starts: 2,
  },
  {
    called: "stopped for last-state",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      restart(stage);
      stage.deleteJobManager();
      stage.scene.world.advance(seconds(5));
      leaves(stage, "UPGRADING, MISSING", {
        state: "UPGRADING",
        job: byLastState,
        jobManagerDeploymentStatus: "MISSING",
        jobStatus: { state: "FINISHED" },
      });
    },
    starts: 2,
  },
  {
    called: "restored from last-state, then lost",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      leaves(stage, "STABLE", {
        state: "DEPLOYED",
        job: { state: "running", upgradeMode: "last-state" },
        jobStatus: { upgradeSavepointPath: "KUBERNETES_OPERATOR_LAST_STATE" },
      });
      stage.deleteJobManager();
    },
    starts: 2,
  },
  {
    called: "restored from last-state, then upgraded by savepoint",
    act: async (stage) => {
      leaves(stage, "STABLE", {
        state: "DEPLOYED",
        job: { state: "running", upgradeMode: "last-state" },
        jobStatus: { upgradeSavepointPath: "KUBERNETES_OPERATOR_LAST_STATE" },
      });
      restart(stage);
    },
    starts: 2,
  },
  {
    called: "being cancelled for last-state without HA",
    wanted: { ha: false, upgradeMode: "last-state" },
    act: async (stage) => {
      restart(stage);
      leaves(stage, "UPGRADING, CANCELLING", {
        state: "UPGRADING",
        job: { state: "running", upgradeMode: "savepoint" },
        jobStatus: { state: "CANCELLING" },
      });
      stage.scene.tell("other   cancels the job");
      await stage.scene.spoke.flink.cancel(at, jobOf(stage));
    },
    starts: 2,
  },
  {
    called: "about to stop, and nothing done yet",
    act: async (stage) => {
      restart(stage);
      leaves(stage, "UPGRADING, RUNNING", { state: "UPGRADING", job: { state: "running", upgradeMode: "stateless" } });
    },
    starts: 2,
  },
  {
    called: "stateless, the old cluster gone",
    wanted: { upgradeMode: "stateless" },
    act: async (stage) => {
      restart(stage);
      stage.deleteHa();
      stage.deleteJobManager();
      stage.scene.world.advance(seconds(5));
      leaves(stage, "UPGRADING, MISSING", {
        state: "UPGRADING",
        job: { state: "suspended", upgradeMode: "stateless" },
        jobManagerDeploymentStatus: "MISSING",
        jobStatus: { state: "FINISHED" },
      });
    },
    starts: 2,
    givenUp: [1],
  },
  {
    called: "running, and nothing to do",
    act: async (stage) => {
      leaves(stage, "STABLE", { state: "DEPLOYED", job: { state: "running", upgradeMode: "stateless" } });
    },
    starts: 1,
  },
])("taken over from the Apache operator: $called", async ({ called, wanted, act, starts, givenUp = [] }) => {
  const stage = await running(wanted);
  withoutMarks(stage);
  await act(stage);
  await later(stage);
  await expectStory(stage, `takenOver/${called.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}`, givenUp);
  expect(stage.status).toMatchObject(stable);
  expect(stage.runs).toHaveLength(starts);
});
