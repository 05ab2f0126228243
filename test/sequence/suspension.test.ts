import { ha, noHa } from "./support/application.ts";
import { degraded, inDoubt, later, resume, stable, suspend, tellStories, type Story } from "./support/stories.ts";

const v2 = { flinkVersion: "v2_1", image: "flink:2.1" };

const modes = (["savepoint", "last-state", "stateless"] as const).flatMap((by) =>
  (["savepoint", "last-state", "stateless"] as const).map((upgradeMode): Story => ({
    called: `by ${by}, resumed by ${upgradeMode}`,
    wanted: { upgradeMode: by },
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      resume(stage, { upgradeMode });
      await later(stage);
    },
    ends: stable,
    givenUp: by === "stateless" || upgradeMode === "stateless" ? [1] : [],
  })),
);

tellStories("suspension", [
  ...modes,
  {
    called: "by savepoint, the version changed meanwhile",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      stage.edit("Flink 2.1", v2);
      await later(stage);
      resume(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "by last-state, the version changed meanwhile is refused",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      stage.edit("Flink 2.1, running", { ...v2, job: { state: "running" } });
      await later(stage);
    },
    ends: degraded("ValidationError"),
  },
  {
    called: "by last-state, HA switched off meanwhile, then on again",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      stage.edit("running without HA", { flinkConfiguration: noHa, job: { state: "running" } });
      await later(stage);
      stage.edit("with HA again", { flinkConfiguration: ha });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "by savepoint, HA switched off meanwhile",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      stage.edit("running without HA", { flinkConfiguration: noHa, job: { state: "running" } });
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "by last-state, the HA metadata is deleted meanwhile",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      stage.deleteHa();
      resume(stage);
      await later(stage);
    },
    ends: inDoubt,
  },
  {
    called: "by savepoint, the savepoint is deleted meanwhile",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      const path = stage.scene.spoke.snapshots.findLast((one) => one.isSavepoint)?.path ?? "";
      stage.scene.tell("lose    the savepoint");
      stage.scene.spoke.lose(path);
      resume(stage);
      await later(stage);
    },
    ends: { lifecycleState: "FAILED", jobStatus: { state: "FAILED" } },
  },
  {
    called: "of standalone by last-state",
    wanted: { mode: "standalone", upgradeMode: "last-state" },
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      resume(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "of an unhealthy job falls back to its last checkpoint",
    wanted: { mode: "standalone" },
    act: async (stage) => {
      stage.scene.tell("refuse  pods");
      stage.scene.spoke.podsRefused = "exceeded quota";
      stage.killPods("taskmanager");
      await later(stage);
      suspend(stage);
      await later(stage);
      stage.scene.tell("allow   pods");
      stage.scene.spoke.podsRefused = undefined;
      resume(stage);
      await later(stage);
    },
    ends: stable,
  },
]);
