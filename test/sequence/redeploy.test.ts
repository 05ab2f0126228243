import {
  begun,
  inDoubt,
  later,
  putSavepoint,
  redeploy,
  restart,
  stable,
  suspend,
  tellStories,
} from "./support/stories.ts";

const bad = { image: "registry.invalid/does-not-exist:1" };

tellStories("redeploy", [
  {
    called: "of a job that runs",
    act: async (stage) => {
      redeploy(stage, putSavepoint(stage));
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "of a job that is being stopped",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      redeploy(stage, putSavepoint(stage));
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "of a suspended job, which stays so until it is wanted",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      redeploy(stage, putSavepoint(stage));
      await later(stage);
      stage.edit("running", { job: { state: "running" } });
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "of a job that has failed",
    act: async (stage) => {
      stage.fail();
      await later(stage);
      redeploy(stage, putSavepoint(stage));
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "of a deployment that never came up",
    act: async (stage) => {
      stage.edit("an image that does not exist", bad);
      await later(stage);
      const path = putSavepoint(stage);
      stage.edit("a good image and a savepoint", {
        image: "flink:1.20",
        job: { initialSavepointPath: path, savepointRedeployNonce: 1 },
      });
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "as the answer to a doubt, without HA",
    wanted: { ha: false },
    act: async (stage) => {
      stage.deleteJobManager();
      await later(stage);
      const checkpoint = stage.scene.spoke.snapshots.at(-1)?.path ?? "";
      redeploy(stage, checkpoint);
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "as the answer to a doubt while stopping, without HA",
    wanted: { ha: false },
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
      await later(stage);
      redeploy(stage, stage.scene.spoke.snapshots.at(-1)?.path ?? "");
      await later(stage);
    },
    ends: stable,
  },
  {
    called: "stateless as the answer to a doubt",
    wanted: { ha: false },
    act: async (stage) => {
      stage.deleteJobManager();
      await later(stage);
      stage.edit("stateless", { restartNonce: 1, job: { upgradeMode: "stateless" } });
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "from a savepoint that is not there, then from one that is",
    act: async (stage) => {
      redeploy(stage, "s3://flink/elsewhere/not-there");
      await later(stage);
      redeploy(stage, putSavepoint(stage), 2);
      await later(stage);
    },
    ends: stable,
    givenUp: [1, 2],
  },
  {
    called: "the same nonce does nothing when it comes again",
    act: async (stage) => {
      redeploy(stage, putSavepoint(stage));
      await later(stage);
      stage.edit("the same nonce and another path", { job: { initialSavepointPath: "s3://flink/other" } });
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: stable,
    givenUp: [1],
  },
  {
    called: "a doubt stays until it is answered",
    wanted: { ha: false },
    act: async (stage) => {
      stage.deleteJobManager();
      await later(stage);
      restart(stage);
      await later(stage);
    },
    ends: inDoubt,
  },
]);
