import { minutes, seconds } from "../../lib/core/time.ts";
import { begun, completeUnseen, degraded, inDoubt, later, restart, stable, tellStories } from "./support/stories.ts";

const noHa = { ha: false } as const;

tellStories("stopping", [
  {
    called: "a savepoint that fails is tried again",
    act: async (stage) => {
      stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: disk full" });
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a savepoint that is written before the job fails over is not gone by",
    act: async (stage) => {
      stage.fateOfSavepoint({ kind: "failsOver" });
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "a savepoint that hangs is told of with advice",
    wanted: { configuration: { "execution.checkpointing.timeout": "1 h" } },
    act: async (stage) => {
      stage.fateOfSavepoint({ kind: "hangs" });
      restart(stage);
      await stage.passFor(minutes(13), seconds(20));
    },
    ends: degraded("SavepointOverdue"),
  },
  {
    called: "a TaskManager is lost",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.killPods("taskmanager");
      await later(stage, minutes(2));
    },
    ends: stable,
  },
  {
    called: "the JobManager pod is killed before the savepoint is complete",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.killPods("jobmanager");
      await later(stage, minutes(2));
    },
    ends: stable,
  },
  {
    called: "the JobManager pod is killed once the savepoint is complete",
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.killPods("jobmanager");
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the JobManager is deleted before the savepoint is complete",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the JobManager is deleted once the savepoint is complete",
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the JobManager is deleted before the savepoint is complete, without HA",
    wanted: noHa,
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the JobManager is deleted once the savepoint is complete, without HA",
    wanted: noHa,
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the JobManager is deleted while the job is cancelled, without HA",
    wanted: { ...noHa, upgradeMode: "last-state" },
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the JobManager is deleted while its pods go for last-state",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the savepoint becomes complete while Flink cannot be asked",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.scene.tell("close   the way to the pods");
      stage.scene.spoke.flinkReachable = false;
      await later(stage);
      stage.scene.tell("open    the way to the pods");
      stage.scene.spoke.flinkReachable = true;
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "the job finishes by itself",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.finish();
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "the job fails for good",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.fail();
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "standalone the savepoint becomes complete unseen",
    wanted: { mode: "standalone" },
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "Flink 1.14 knows no trigger ids, the savepoint becomes complete unseen",
    wanted: { version: "v1_14" },
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      await later(stage);
    },
    ends: stable,
  },
]);
