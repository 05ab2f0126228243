import { minutes, seconds } from "../../lib/core/time.ts";
import type { FlinkAddress } from "../../lib/ports/index.ts";
import type { JobId } from "../../lib/core/flink.ts";
import type { Stage } from "./support/stage.ts";
import { degraded, inDoubt, later, restart, stable, tellStories, type Story } from "./support/stories.ts";

const noHa = { ha: false } as const;
const restartsFailed = { configuration: { "kubernetes.operator.job.restart.failed": "true" } };

async function cancelByHand({ scene, status, name }: Stage): Promise<void> {
  scene.tell("cancel  the job, by hand");
  const at: FlinkAddress = { namespace: "default", service: `${name}-rest`, scheme: "http" };
  await scene.spoke.flink.cancel(at, status.jobStatus?.["jobId"] as JobId);
}

const lost = (
  called: string,
  wanted: Story["wanted"],
  ends: Story["ends"],
  givenUp: readonly number[] = [],
): Story => ({
  called,
  ...(wanted === undefined ? {} : { wanted }),
  act: async (stage) => {
    stage.deleteJobManager();
    await later(stage, minutes(2));
  },
  ends,
  givenUp,
});

const scaledAway = (called: string, wanted: Story["wanted"], ends: Story["ends"]): Story => ({
  called,
  ...(wanted === undefined ? {} : { wanted }),
  act: async (stage) => {
    stage.scene.tell("scale   the JobManager to 0");
    const deployment = { kind: "Deployment", namespace: "default", name: stage.name } as const;
    stage.scene.spoke.api.patch(deployment, { type: "merge", body: { spec: { replicas: 0 } } });
    await later(stage, minutes(2));
  },
  ends,
});

tellStories("recovery", [
  lost("the JobManager is deleted", {}, stable),
  lost("the JobManager is deleted, standalone", { mode: "standalone" }, stable),
  lost("the JobManager is deleted, without HA", noHa, inDoubt),
  lost("the JobManager is deleted, stateless without HA", { ...noHa, upgradeMode: "stateless" }, stable, [1]),
  lost("the JobManager is deleted, stateless with HA", { upgradeMode: "stateless" }, stable),
  scaledAway("the JobManager is scaled to 0", {}, stable),
  scaledAway("the JobManager is scaled to 0, without HA", noHa, inDoubt),
  lost(
    "the JobManager is deleted and recovery is off",
    { configuration: { "kubernetes.operator.jm-deployment-recovery.enabled": "false" } },
    { jobManagerDeploymentStatus: "MISSING" },
  ),
  {
    called: "the JobManager is deleted and the spec is changed",
    act: async (stage) => {
      stage.deleteJobManager();
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the JobManager and the HA metadata are deleted",
    act: async (stage) => {
      stage.deleteHa();
      stage.deleteJobManager();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the TaskManagers are deleted, standalone",
    wanted: { mode: "standalone" },
    act: async (stage) => {
      stage.deleteTaskManagers();
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the JobManager pod is killed",
    act: async (stage) => {
      stage.killPods("jobmanager");
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a job cancelled by hand starts again from its last checkpoint",
    act: async (stage) => {
      await cancelByHand(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a job cancelled by hand while it is to be stopped",
    act: async (stage) => {
      restart(stage);
      await cancelByHand(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a failed job is left alone",
    act: async (stage) => {
      stage.fail();
      await later(stage);
    },
    ends: { lifecycleState: "FAILED", jobStatus: { state: "FAILED" } },
  },
  {
    called: "a failed job starts again where that is asked for",
    wanted: restartsFailed,
    act: async (stage) => {
      stage.fail();
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a failed job whose JobManager is lost too",
    wanted: restartsFailed,
    act: async (stage) => {
      stage.fail();
      stage.killPods("jobmanager");
      await later(stage, minutes(2));
    },
    ends: inDoubt,
  },
  {
    called: "Flink cannot be asked for minutes",
    act: async (stage) => {
      stage.scene.tell("close   the way to the pods");
      stage.scene.spoke.flinkReachable = false;
      await stage.passFor(minutes(6), seconds(10));
    },
    ends: degraded("FlinkUnreachable"),
  },
]);
