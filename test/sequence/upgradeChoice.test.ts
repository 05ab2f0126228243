import { minutes, seconds } from "../../lib/core/time.ts";
import { ha, noHa, type Mode, type UpgradeMode } from "./support/application.ts";
import { degraded, later, restart, stable, tellStories, type Story } from "./support/stories.ts";

const modes: readonly UpgradeMode[] = ["savepoint", "last-state", "stateless"];
const v2 = { flinkVersion: "v2_1", image: "flink:2.1" };
const option = (name: string, value: string): Story["wanted"] => ({
  configuration: { [`kubernetes.operator.${name}`]: value },
});

/** The mode of the new spec counts. */
const changed = modes.flatMap((from) =>
  modes
    .filter((to) => to !== from)
    .map((to): Story => ({
      called: `from ${from} to ${to} in the same edit`,
      wanted: { upgradeMode: from },
      act: async (stage) => {
        stage.edit(`${to}, and another nonce`, { restartNonce: 1, job: { upgradeMode: to } });
        await later(stage);
      },
      ends: stable,
      givenUp: to === "stateless" ? [1] : [],
    })),
);

const inEach = (
  called: string,
  spec: Readonly<Record<string, unknown>>,
  wanted: Story["wanted"] = {},
): readonly Story[] =>
  (["native", "standalone"] as readonly Mode[]).map((mode) => ({
    called: `${called}, ${mode}`,
    wanted: { ...wanted, mode },
    act: async (stage) => {
      stage.edit(called, spec);
      await later(stage);
    },
    ends: stable,
  }));

tellStories("upgradeChoice", [
  ...changed,
  ...inEach("another version by savepoint", v2),
  ...inEach("another version by last-state takes a savepoint", v2, { upgradeMode: "last-state" }),
  ...inEach("another version by last-state without a savepoint directory cancels", v2, {
    upgradeMode: "last-state",
    configuration: { "state.savepoints.dir": "" },
  }),
  ...inEach("HA switched off by last-state cancels", { flinkConfiguration: noHa }, { upgradeMode: "last-state" }),
  ...inEach("HA switched off by savepoint", { flinkConfiguration: noHa }),
  ...inEach("HA switched on by last-state", { flinkConfiguration: ha }, { ha: false, upgradeMode: "last-state" }),
  ...inEach("last-state without HA cancels", { restartNonce: 1 }, { ha: false, upgradeMode: "last-state" }),
  ...inEach(
    "last-state by cancelling where that is asked for",
    { restartNonce: 1 },
    { upgradeMode: "last-state", ...option("job.upgrade.last-state.job-cancel.enabled", "true") },
  ),
  {
    called: "a checkpoint that is too old takes a savepoint",
    wanted: {
      upgradeMode: "last-state",
      configuration: {
        "execution.checkpointing.interval": "10 min",
        "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age": "30 s",
      },
    },
    act: async (stage) => {
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "an unhealthy job by savepoint falls back to last-state",
    wanted: { mode: "standalone" },
    act: async (stage) => {
      stage.scene.tell("refuse  pods");
      stage.scene.spoke.podsRefused = "exceeded quota";
      stage.killPods("taskmanager");
      await later(stage, seconds(20));
      restart(stage);
      await later(stage, seconds(20));
      stage.scene.tell("allow   pods");
      stage.scene.spoke.podsRefused = undefined;
      await later(stage, minutes(2));
    },
    ends: stable,
  },
  {
    called: "an unhealthy job by savepoint is waited for where there is no fallback",
    wanted: { ...option("job.upgrade.last-state-fallback.enabled", "false"), mode: "standalone" },
    act: async (stage) => {
      stage.scene.tell("refuse  pods");
      stage.scene.spoke.podsRefused = "exceeded quota";
      stage.killPods("taskmanager");
      await later(stage, seconds(20));
      restart(stage);
      await stage.passFor(minutes(6), seconds(10));
    },
    ends: degraded("UpgradeBlocked"),
  },
  {
    called: "Flink does not answer for a minute, last-state goes by the HA metadata",
    wanted: { upgradeMode: "last-state" },
    act: async (stage) => {
      stage.scene.tell("close   the way to the pods");
      stage.scene.spoke.flinkReachable = false;
      restart(stage);
      await later(stage, minutes(2));
      stage.scene.tell("open    the way to the pods");
      stage.scene.spoke.flinkReachable = true;
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "Flink does not answer and there is no HA",
    wanted: { ha: false },
    act: async (stage) => {
      stage.scene.tell("close   the way to the pods");
      stage.scene.spoke.flinkReachable = false;
      restart(stage);
      await stage.passFor(minutes(6), seconds(10));
    },
    ends: degraded("UpgradeBlocked"),
  },
]);
