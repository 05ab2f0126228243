import { minutes, seconds } from "../../lib/core/time.ts";
import { options } from "./support/snapshots.ts";
import {
  askForSnapshot,
  cancelByHand,
  fail,
  finish,
  later,
  restart,
  restless,
  stray,
  suspend,
  writeStatus,
} from "./support/sessionActs.ts";
import { all, ran, ranLast, savepointsTaken, snapshotsKept, tells, tellsWrong } from "./support/sessionChecks.ts";
import type { SessionStage } from "./support/sessionStage.ts";
import { tellSessionStories, type SessionStory } from "./support/sessionStories.ts";
import { degraded, inDoubt, stable } from "./support/stories.ts";

const adaptive = {
  clusters: [{ configuration: { "jobmanager.scheduler": "adaptive" } }],
  jobs: [{ job: { parallelism: 2 } }],
};
const checked = {
  ...options({ "cluster.health-check.enabled": "true", "cluster.health-check.restarts.threshold": "3" }),
  "restart-strategy.type": "fixed-delay",
  "restart-strategy.fixed-delay.attempts": "1000",
  "restart-strategy.fixed-delay.delay": "1 s",
};
const suspended = { lifecycleState: "SUSPENDED" } as const;

const parallelism = (stage: SessionStage, to: number): void =>
  stage.edit(`parallelism ${to}`, { job: { parallelism: to } });

const wiped = (stage: SessionStage): void => writeStatus(stage, "wiped", () => ({}));

const inMode = (called: string, upgradeMode: "savepoint" | "last-state", story: Omit<SessionStory, "called">) => ({
  called: `${called}, ${upgradeMode}`,
  ...story,
  wanted: { ...story.wanted, jobs: [{ upgradeMode }] },
});

tellSessionStories("lives", [
  {
    called: "another parallelism with the adaptive scheduler is taken in place",
    wanted: adaptive,
    act: async (stage) => {
      parallelism(stage, 4);
      await later(stage);
    },
    and: all(ran(1), savepointsTaken(0)),
  },
  {
    called: "another parallelism without it is an upgrade",
    act: async (stage) => {
      parallelism(stage, 2);
      await later(stage);
    },
    and: all(ran(2), savepointsTaken(1)),
  },
  {
    called: "a job that finishes is left alone",
    act: async (stage) => {
      finish(stage);
      await later(stage);
    },
    ends: { counts: { lifecycleState: "STABLE", jobStatus: { state: "FINISHED" } } },
    and: ran(1),
  },
  {
    called: "a job that has failed is left alone",
    act: async (stage) => {
      fail(stage);
      await later(stage);
    },
    ends: { counts: { lifecycleState: "FAILED", jobStatus: { state: "FAILED" } } },
    and: ran(1),
  },
  {
    called: "a job that has failed starts again where that is asked for",
    wanted: { jobs: [{ configuration: options({ "job.restart.failed": "true" }) }] },
    act: async (stage) => {
      fail(stage);
      await later(stage);
    },
    and: ran(2),
  },
  {
    called: "a job cancelled by hand starts again from its last checkpoint",
    act: async (stage) => {
      await cancelByHand(stage);
      await later(stage);
    },
    and: ran(2),
  },
  {
    called: "a job cancelled by hand while it is stopped for an upgrade",
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      await cancelByHand(stage);
      await later(stage);
    },
    and: ran(2),
  },
  {
    called: "a job that failed is edited",
    act: async (stage) => {
      fail(stage);
      await later(stage, seconds(10));
      restart(stage);
      await later(stage);
    },
    and: ran(2),
  },
  {
    called: "a savepoint to stop with fails and is tried again",
    act: async (stage) => {
      const because = "java.io.IOException: disk full";
      stage.scene.spoke.decideNextSavepoint({ namespace: "default", name: "shared" }, { kind: "fails", because });
      restart(stage);
      await later(stage);
    },
    and: ran(2),
  },
  inMode("the pod is killed while the job is stopped", "savepoint", {
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      stage.killJobManager();
      await later(stage, minutes(2));
    },
  }),
  inMode("the pod is killed while the job is stopped", "last-state", {
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      stage.killJobManager();
      await later(stage, minutes(2));
    },
    ends: { counts: inDoubt },
  }),
  inMode("the Deployment is deleted while the job is stopped", "savepoint", {
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      stage.deleteJobManager();
      await later(stage, minutes(2));
    },
  }),
  ...(["savepoint", "stateless"] as const).map((upgradeMode): SessionStory => ({
    called: `a job that restarts too often is started anew, ${upgradeMode}`,
    wanted: { jobs: [{ upgradeMode, configuration: checked }, { name: "other" }] },
    act: async (stage) => {
      await restless(stage, 4);
      await later(stage, minutes(2));
    },
    ends: { counts: stable, other: stable },
    and: all(ran(2), ran(1, "other")),
  })),
  {
    called: "a nonce takes one savepoint, and another takes one more",
    act: async (stage) => {
      stage.edit("savepointTriggerNonce 1", { job: { savepointTriggerNonce: 1 } });
      await later(stage, seconds(30));
      stage.edit("savepointTriggerNonce 2", { job: { savepointTriggerNonce: 2 } });
      await later(stage, seconds(30));
    },
    and: all(ran(1), savepointsTaken(2), snapshotsKept(2)),
  },
  {
    called: "a nonce takes one savepoint that is kept in status",
    wanted: { jobs: [{ configuration: options({ "snapshot.resource.enabled": "false" }) }] },
    act: async (stage) => {
      stage.edit("savepointTriggerNonce 1", { job: { savepointTriggerNonce: 1 } });
      await later(stage, seconds(30));
    },
    and: all(ran(1), savepointsTaken(1), snapshotsKept(0)),
  },
  {
    called: "a nonce takes one checkpoint",
    act: async (stage) => {
      stage.edit("checkpointTriggerNonce 1", { job: { checkpointTriggerNonce: 1 } });
      await later(stage, seconds(30));
    },
    and: all(ran(1), savepointsTaken(0), snapshotsKept(1)),
  },
  {
    called: "an interval takes savepoints",
    wanted: { jobs: [{ configuration: options({ "periodic.savepoint.interval": "5 min" }) }] },
    act: async (stage) => {
      await stage.passFor(minutes(11), seconds(15));
    },
    and: all(ran(1), savepointsTaken(2)),
  },
  {
    called: "a FlinkStateSnapshot of a session job",
    act: async (stage) => {
      askForSnapshot(stage);
      await later(stage, seconds(30));
    },
    and: all(ran(1), savepointsTaken(1), snapshotsKept(1)),
  },
  {
    called: "a savepoint on deletion",
    wanted: { jobs: [{ configuration: options({ "job.savepoint-on-deletion": "true" }) }] },
    act: async (stage) => {
      stage.delete("FlinkSessionJob", "counts");
      await later(stage, seconds(20));
    },
    ends: { counts: "gone" },
    and: savepointsTaken(1),
  },
  {
    called: "a savepoint on deletion of a job whose cluster is lost",
    wanted: {
      clusters: [{ ha: false }],
      jobs: [{ configuration: options({ "job.savepoint-on-deletion": "true" }) }],
    },
    act: async (stage) => {
      stage.deleteJobManager();
      await later(stage);
      stage.delete("FlinkSessionJob", "counts");
      await later(stage);
      tellsWrong("SavepointOnDeletionBlocked", "set the option to false")(stage);
      stage.edit("no savepoint", { flinkConfiguration: options({ "job.savepoint-on-deletion": "false" }) });
      await later(stage, seconds(20));
    },
    ends: { counts: "gone" },
  },
  {
    called: "a job that is deleted while it is being stopped",
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      stage.delete("FlinkSessionJob", "counts");
      await later(stage, seconds(30));
    },
    ends: { counts: "gone" },
  },
  {
    called: "a suspended job is deleted",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      tells(suspended)(stage);
      stage.delete("FlinkSessionJob", "counts");
      await later(stage, seconds(10));
    },
    ends: { counts: "gone" },
  },
  {
    called: "the status is wiped",
    act: async (stage) => {
      wiped(stage);
      await later(stage);
    },
    and: ran(1),
  },
  {
    called: "the status is wiped, and the job is deleted",
    act: async (stage) => {
      wiped(stage);
      stage.delete("FlinkSessionJob", "counts");
      await later(stage);
    },
    ends: { counts: "gone" },
    and: ran(1),
  },
  {
    called: "the status is wiped at another generation",
    act: async (stage) => {
      stage.edit("other arguments", { job: { args: ["--fast"] } });
      wiped(stage);
      await later(stage);
    },
    and: all(ran(2), savepointsTaken(1)),
  },
  {
    called: "the status is wiped, and the job is to be suspended",
    act: async (stage) => {
      suspend(stage);
      wiped(stage);
      await later(stage);
    },
    ends: { counts: suspended },
    and: all(ran(1), savepointsTaken(1)),
  },
  {
    called: "the status is wiped while the job is being stopped",
    act: async (stage) => {
      restart(stage);
      await stage.passFor(seconds(0), seconds(1));
      wiped(stage);
      await later(stage, minutes(3));
    },
  },
  {
    called: "a job of another run is cancelled before the next is started",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      await stray(stage);
      stage.edit("running", { job: { state: "running" } });
      await later(stage);
    },
    ends: { counts: stable },
    givenUp: { counts: [1] },
    and: ranLast({ state: "RUNNING" }),
  },
  {
    called: "an edit that is invalid leaves the job alone",
    act: async (stage) => {
      stage.edit("no parallelism", { job: { parallelism: 0 } });
      await later(stage, seconds(30));
    },
    ends: { counts: { ...degraded("ValidationError"), lifecycleState: "STABLE" } },
    and: ran(1),
  },
]);
