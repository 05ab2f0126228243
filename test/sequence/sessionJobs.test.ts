import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { expectSessionStory, runningSession, SessionStage, type WantedSession } from "./support/sessionStage.ts";

interface Story {
  readonly called: string;
  readonly wanted?: WantedSession;
  readonly act: (stage: SessionStage) => Promise<void>;
  readonly jobs?: readonly string[];
  readonly givenUp?: readonly number[];
  /** Of each job at the end. */
  readonly ends?: string;
}

const three = ["one", "two", "three"].map((name) => ({ name }));
const two = [{ name: "shared" }, { name: "other" }];

const stories: readonly Story[] = [
  {
    called: "restartNonce with a savepoint",
    act: async (stage) => {
      stage.edit("another restartNonce", { restartNonce: 1 });
      await stage.passFor();
    },
  },
  {
    called: "suspended and resumed in another mode",
    act: async (stage) => {
      stage.edit("suspended", { job: { state: "suspended" } });
      await stage.passFor();
      stage.edit("wanted again", { job: { state: "running", upgradeMode: "last-state" } });
      await stage.passFor();
    },
  },
  {
    called: "last-state",
    wanted: { jobs: [{ upgradeMode: "last-state" }] },
    act: async (stage) => {
      stage.edit("other arguments", { job: { args: ["--fast"] } });
      await stage.passFor();
    },
  },
  {
    called: "stateless",
    wanted: { jobs: [{ upgradeMode: "stateless" }] },
    act: async (stage) => {
      stage.edit("other arguments", { job: { args: ["--fast"] } });
      await stage.passFor();
    },
    givenUp: [1],
  },
  {
    called: "moves to another cluster with its state",
    wanted: { clusters: two },
    act: async (stage) => {
      stage.edit("another cluster", { deploymentName: "other" });
      await stage.passFor();
    },
  },
  {
    called: "the cluster is changed under jobs of every mode, with HA",
    wanted: {
      jobs: [
        { name: "by-savepoint", upgradeMode: "savepoint" },
        { name: "by-last-state", upgradeMode: "last-state" },
        { name: "by-nothing", upgradeMode: "stateless" },
      ],
    },
    act: async (stage) => {
      stage.editCluster("another restartNonce", { restartNonce: 1 });
      await stage.passFor(minutes(2));
    },
    jobs: ["by-savepoint", "by-last-state", "by-nothing"],
  },
  {
    called: "the cluster is changed under jobs of every mode, without HA",
    wanted: {
      clusters: [{ ha: false }],
      jobs: [
        { name: "by-savepoint", upgradeMode: "savepoint" },
        { name: "by-last-state", upgradeMode: "last-state" },
      ],
    },
    act: async (stage) => {
      stage.editCluster("another restartNonce", { restartNonce: 1 });
      await stage.passFor(minutes(2));
    },
    jobs: ["by-savepoint", "by-last-state"],
  },
  {
    called: "the cluster gets another version of Flink",
    wanted: { jobs: three.map((job) => ({ ...job, upgradeMode: "last-state" })) },
    act: async (stage) => {
      stage.editCluster("Flink 2.1", { flinkVersion: "v2_1", image: "flink:2.1" });
      await stage.passFor(minutes(2));
    },
    jobs: ["one", "two", "three"],
  },
  {
    called: "the JobManager is deleted under three jobs",
    wanted: { jobs: three },
    act: async (stage) => {
      stage.deleteJobManager();
      await stage.passFor(minutes(2));
    },
    jobs: ["one", "two", "three"],
  },
  {
    called: "the JobManager's pod is killed under three jobs",
    wanted: { jobs: three },
    act: async (stage) => {
      stage.killJobManager();
      await stage.passFor(minutes(2));
    },
    jobs: ["one", "two", "three"],
  },
];

describe("session jobs", () => {
  test.for(stories)("$called", async ({ called, wanted, act, ends = "STABLE", jobs = ["counts"], givenUp = [] }) => {
    const stage = await runningSession(wanted);
    await act(stage);
    await expectSessionStory(stage, called.replaceAll(/[^A-Za-z0-9]+/gu, "-"), { jobs, givenUp });
    for (const job of jobs) expect([job, stage.status(job).lifecycleState]).toEqual([job, ends]);
  });

  test("a job that is deleted leaves nothing on its cluster", async () => {
    const stage = await runningSession();
    stage.delete("FlinkSessionJob", "counts");
    await stage.passFor(seconds(20));
    expect(stage.scene.names("FlinkSessionJob")).toEqual([]);
    expect(stage.runs().map(({ state }) => state)).toEqual(["CANCELED"]);
  });

  test("a job waits for a cluster that is not there yet", async () => {
    const stage = new SessionStage({ clusters: [], jobs: [{}] });
    await stage.passFor(seconds(20));
    expect(stage.status().lifecycleState).toBe("CREATED");
  });
});
