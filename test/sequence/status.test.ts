import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { options } from "./support/snapshots.ts";
import { expectStory, running, type Stage } from "./support/stage.ts";
import { begun, completeUnseen, restart, resume, suspend } from "./support/stories.ts";
import { watch } from "./support/wholeStatus.ts";
import type { Wanted } from "./support/application.ts";

interface StatusStory {
  readonly called: string;
  readonly wanted?: Wanted;
  readonly act: (stage: Stage) => Promise<void>;
  readonly givenUp?: readonly number[];
}

const noHa = { ha: false } as const;
const badImage = { image: "registry.invalid/does-not-exist:1" };
const badJar = { jarURI: "local:///opt/flink/usrlib/does-not-exist.jar" };

const closed = (stage: Stage): void => {
  stage.scene.tell("close   the way to the pods");
  stage.scene.spoke.flinkReachable = false;
};
const open = (stage: Stage): void => {
  stage.scene.tell("open    the way to the pods");
  stage.scene.spoke.flinkReachable = true;
};

/** Read as somebody reads them who was woken: is each line true, do they agree, and do they say what to do? */
const stories: readonly StatusStory[] = [
  {
    called: "an upgrade",
    act: async (stage) => {
      restart(stage);
      await watch(stage, seconds(30));
    },
  },
  {
    called: "a stateless upgrade",
    wanted: { upgradeMode: "stateless" },
    act: async (stage) => {
      restart(stage);
      await watch(stage, seconds(30));
    },
    givenUp: [1],
  },
  {
    called: "a suspension",
    act: async (stage) => {
      suspend(stage);
      await watch(stage, seconds(20));
      resume(stage);
      await watch(stage, seconds(30));
    },
  },
  {
    called: "the JobManager is lost in the middle of a stop, without HA",
    wanted: noHa,
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await watch(stage, minutes(1));
    },
  },
  {
    called: "the JobManager's pod is killed in the middle of a stop",
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.killPods("jobmanager");
      await watch(stage, minutes(1));
    },
  },
  {
    called: "Flink cannot be asked while the job runs",
    act: async (stage) => {
      closed(stage);
      await watch(stage, minutes(6), seconds(5));
      open(stage);
      await watch(stage, seconds(10));
    },
  },
  {
    called: "Flink cannot be asked in the middle of a stop",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      closed(stage);
      await watch(stage, minutes(1), seconds(5));
      open(stage);
      await watch(stage, seconds(30));
    },
  },
  {
    called: "the cluster cannot be looked at",
    act: async (stage) => {
      stage.scene.tell("lose    the cluster");
      stage.scene.spoke.reachable = false;
      await watch(stage, minutes(1), seconds(10));
      stage.scene.tell("find    the cluster");
      stage.scene.spoke.reachable = true;
      await watch(stage, seconds(10));
    },
  },
  {
    called: "an image that does not exist, and is mended",
    act: async (stage) => {
      stage.edit("a bad image", badImage);
      await watch(stage, minutes(6), seconds(2));
      stage.edit("a good image", { image: "flink:1.20" });
      await watch(stage, seconds(30));
    },
  },
  {
    called: "a JobManager that crashes again and again",
    act: async (stage) => {
      stage.edit("a bad jar", { job: badJar });
      await watch(stage, minutes(2), seconds(2));
    },
  },
  {
    called: "a rollback",
    wanted: {
      configuration: options({ "deployment.rollback.enabled": "true", "deployment.readiness.timeout": "1 min" }),
    },
    act: async (stage) => {
      stage.edit("a bad image", badImage);
      await watch(stage, minutes(3));
    },
  },
  {
    called: "the JobManager's pod is killed",
    act: async (stage) => {
      stage.killPods("jobmanager");
      await watch(stage, seconds(30));
    },
  },
  {
    called: "the JobManager is deleted",
    act: async (stage) => {
      stage.deleteJobManager();
      await watch(stage, seconds(30));
    },
  },
  {
    called: "the JobManager is deleted, without HA",
    wanted: noHa,
    act: async (stage) => {
      stage.deleteJobManager();
      await watch(stage, seconds(30));
    },
  },
  {
    called: "the job fails",
    act: async (stage) => {
      stage.fail();
      await watch(stage, seconds(10));
    },
  },
];

test.for(stories)("$called", async ({ called, wanted, act, givenUp = [] }) => {
  const stage = await running(wanted);
  await act(stage);
  await expectStory(stage, `status/${called.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}`, givenUp);
  expect(stage.status.conditions).toHaveLength(4);
});
