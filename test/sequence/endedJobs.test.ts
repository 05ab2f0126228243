import { minutes, seconds } from "../../lib/core/time.ts";
import type { Stage } from "./support/stage.ts";
import { inDoubt, later, restart, stable, tellStories } from "./support/stories.ts";

const day = minutes(24 * 60);

tellStories("endedJobs", [
  {
    called: "a finished job stays finished, and its JobManager goes after a day",
    act: async (stage) => {
      stage.finish();
      await later(stage);
      await stage.passFor(day, minutes(60));
      await later(stage);
    },
    ends: { lifecycleState: "STABLE", jobStatus: { state: "FINISHED" }, jobManagerDeploymentStatus: "MISSING" },
  },
  {
    called: "a finished job whose spec changes asks from which state",
    act: async (stage) => {
      stage.finish();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "a finished job starts anew where its state is given up",
    act: async (stage) => {
      stage.finish();
      await later(stage);
      stage.edit("stateless", { restartNonce: 1, job: { upgradeMode: "stateless" } });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a finished job without checkpoints starts anew",
    wanted: { configuration: { "execution.checkpointing.interval": "0 s" } },
    act: async (stage) => {
      stage.finish();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a finished job and its JobManager are gone, then the spec changes",
    act: async (stage) => {
      stage.finish();
      await later(stage);
      stage.deleteJobManager();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "a failed job whose spec changes goes on from its last checkpoint",
    act: async (stage) => {
      stage.fail();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a failed job that nobody has seen fail",
    act: async (stage) => {
      stage.fail();
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a failed job after its JobManager is gone",
    act: async (stage) => {
      stage.fail();
      await stage.passFor(seconds(30), seconds(2));
      stage.deleteJobManager();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  ...[true, false].map((ha) => ({
    called: `a failed job whose JobManager goes before it is started again, ${ha ? "with" : "without"} HA`,
    wanted: { ha, configuration: { "kubernetes.operator.job.restart.failed": "true" } },
    act: async (stage: Stage) => {
      stage.fail();
      await stage.passFor(seconds(6), seconds(2));
      stage.deleteJobManager();
      await later(stage);
    },
    ends: stable,
  })),
  {
    called: "a failed job that is to stay so, after its JobManager is gone",
    act: async (stage) => {
      stage.fail();
      await stage.passFor(seconds(6), seconds(2));
      stage.deleteJobManager();
      await later(stage);
    },
    ends: { lifecycleState: "FAILED", jobStatus: { state: "FAILED" }, jobManagerDeploymentStatus: "MISSING" },
  },
]);
