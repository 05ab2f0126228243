import { minutes, seconds } from "../../lib/core/time.ts";
import {
  later,
  restart,
  restartCluster,
  resume,
  silence,
  sound,
  submitByHand,
  suspend,
} from "./support/sessionActs.ts";
import { all, clusterTellsWrong, ran, ranLast, savepointsTaken, tells, tellsWrong } from "./support/sessionChecks.ts";
import { jarUri } from "./support/session.ts";
import type { SessionStage } from "./support/sessionStage.ts";
import { tellSessionStories, type SessionStory } from "./support/sessionStories.ts";
import { degraded, inDoubt, stable } from "./support/stories.ts";

const two = [{ name: "one" }, { name: "two" }] as const;
const bothStable = { one: stable, two: stable } as const;
const gone = { shared: "gone" } as const;
const clusterStable = { shared: { lifecycleState: "STABLE" } } as const;
const unblocked = { "kubernetes.operator.session.deletion.block-on-session-jobs": "false" };

const deleteCluster = (stage: SessionStage): void => stage.delete("FlinkDeployment", "shared");
const deleteJobs = (stage: SessionStage): void => {
  for (const name of ["one", "two"]) stage.delete("FlinkSessionJob", name);
};

tellSessionStories("pair", [
  {
    called: "the cluster is deleted before its jobs",
    wanted: { jobs: two },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage, seconds(30));
      clusterTellsWrong("CleanupFailed", "[one, two]")(stage);
      deleteJobs(stage);
      await later(stage);
    },
    ends: { one: "gone", two: "gone" },
    clusters: gone,
  },
  {
    called: "the cluster is deleted with its jobs",
    wanted: { jobs: two },
    act: async (stage) => {
      deleteCluster(stage);
      deleteJobs(stage);
      await later(stage);
    },
    ends: { one: "gone", two: "gone" },
    clusters: gone,
  },
  {
    called: "the cluster is deleted after its jobs",
    wanted: { jobs: two },
    act: async (stage) => {
      deleteJobs(stage);
      await later(stage, seconds(20));
      deleteCluster(stage);
      await later(stage);
    },
    ends: { one: "gone", two: "gone" },
    clusters: gone,
  },
  {
    called: "the cluster is deleted before its jobs, not blocked, without HA",
    wanted: { clusters: [{ configuration: unblocked, ha: false }], jobs: two },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage);
      deleteJobs(stage);
      await later(stage);
    },
    ends: { one: "gone", two: "gone" },
    clusters: gone,
  },
  {
    called: "the cluster is deleted with its jobs, not blocked, with HA",
    wanted: { clusters: [{ configuration: unblocked }], jobs: two },
    act: async (stage) => {
      deleteJobs(stage);
      deleteCluster(stage);
      await later(stage);
    },
    ends: { one: "gone", two: "gone" },
    clusters: gone,
  },
  {
    called: "the cluster is deleted under its jobs and made anew, not blocked",
    wanted: { clusters: [{ configuration: unblocked }], jobs: two },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage);
      stage.addCluster({ configuration: unblocked });
      await later(stage, minutes(2));
    },
    ends: { one: inDoubt, two: inDoubt },
    clusters: clusterStable,
  },
  {
    called: "a job is suspended while its cluster is being deleted",
    wanted: { jobs: two },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage, seconds(10));
      suspend(stage, "one");
      await later(stage);
    },
    ends: { one: { lifecycleState: "SUSPENDED" }, two: stable },
    and: clusterTellsWrong("CleanupFailed", "[one, two]"),
  },
  {
    called: "a job moves away from a cluster that is being deleted",
    wanted: { clusters: [{ name: "shared" }, { name: "other" }] },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage, seconds(10));
      stage.edit("another cluster", { deploymentName: "other" });
      await later(stage, minutes(2));
    },
    clusters: { shared: "gone", other: { lifecycleState: "STABLE" } },
    and: savepointsTaken(1),
  },
  {
    called: "the cluster is changed while a job is stopped for an upgrade",
    wanted: { jobs: two },
    act: async (stage) => {
      restart(stage, 1, "one");
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
    },
    ends: bothStable,
    clusters: clusterStable,
  },
  {
    called: "the cluster is changed while a job is being suspended, and another is suspended",
    wanted: { jobs: [...two, { name: "rests", job: { state: "suspended" } }] },
    begin: () => undefined,
    act: async (stage) => {
      await stage.passFor(seconds(50), seconds(5));
      suspend(stage, "one");
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
      tells({ lifecycleState: "SUSPENDED" }, "one")(stage);
      resume(stage, "one");
      await later(stage);
    },
    ends: { ...bothStable, rests: { lifecycleState: "CREATED" } },
    clusters: clusterStable,
  },
  {
    called: "the cluster is changed while a job is being submitted",
    act: async (stage) => {
      stage.addJob({ name: "late" });
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
    },
    ends: { counts: stable, late: stable },
    clusters: clusterStable,
  },
  {
    called: "the cluster is changed while the answer to a submission is lost",
    act: async (stage) => {
      stage.scene.spoke.decideNextSubmission({ namespace: "default", name: "shared" }, { kind: "unanswered" });
      stage.addJob({ name: "late" });
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
    },
    ends: { counts: stable, late: stable },
    clusters: clusterStable,
  },
  {
    called: "the cluster is changed while a submission is refused",
    act: async (stage) => {
      stage.addJob({ name: "late", job: { jarURI: "https://repo.example.com/none.jar" } });
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
    },
    ends: { counts: stable, late: degraded("DeploymentFailed") },
    clusters: clusterStable,
  },
  {
    called: "the cluster is changed while a job is deleted",
    wanted: { jobs: two },
    act: async (stage) => {
      stage.delete("FlinkSessionJob", "one");
      await stage.passFor(seconds(0), seconds(1));
      restartCluster(stage);
      await later(stage, minutes(2));
    },
    ends: { one: "gone", two: stable },
    clusters: clusterStable,
  },
  {
    called: "a job is deleted and another edited while the cluster is made anew",
    wanted: { jobs: two },
    act: async (stage) => {
      restartCluster(stage);
      await later(stage, seconds(12));
      stage.delete("FlinkSessionJob", "one");
      restart(stage, 1, "two");
      await later(stage, minutes(2));
    },
    ends: { one: "gone", two: stable },
    clusters: clusterStable,
  },
  {
    called: "the change of the cluster is withdrawn while it drains",
    act: async (stage) => {
      restartCluster(stage);
      await stage.passFor(seconds(2), seconds(2));
      stage.editCluster("as before", { restartNonce: null });
      await later(stage, minutes(2));
    },
    clusters: clusterStable,
    and: all(ran(2), savepointsTaken(1)),
  },
  {
    called: "the change of the cluster is withdrawn before a job was stopped",
    act: async (stage) => {
      restartCluster(stage);
      await stage.passFor(seconds(0), seconds(1));
      stage.editCluster("as before", { restartNonce: null });
      await later(stage);
    },
    clusters: clusterStable,
    and: all(ran(1), savepointsTaken(0)),
  },
  {
    called: "an invalid change of the cluster while it drains",
    act: async (stage) => {
      restartCluster(stage);
      await stage.passFor(seconds(2), seconds(2));
      stage.editCluster("no JobManager", { jobManager: { replicas: 0 } });
      await later(stage);
      stage.editCluster("one JobManager", { jobManager: { replicas: 1 } });
      await later(stage, minutes(2));
    },
    clusters: clusterStable,
  },
  {
    called: "a job that cannot be stopped holds the change of its cluster back",
    act: async (stage) => {
      const of = { namespace: "default", name: "shared" };
      stage.edit("hours for a checkpoint", {
        flinkConfiguration: { "execution.checkpointing.timeout": "5 h" },
        job: { state: "running" },
      });
      await later(stage);
      stage.scene.spoke.decideNextSavepoint(of, { kind: "hangs" });
      restartCluster(stage);
      await stage.passFor(minutes(17), seconds(20));
      clusterTellsWrong("SessionJobsRun", "[counts]")(stage);
      tellsWrong("SavepointOverdue", "job.upgradeMode stateless gives the state up")(stage);
      stage.edit("the state is given up", { job: { upgradeMode: "stateless" } });
      await later(stage, minutes(2));
    },
    givenUp: { counts: [2] },
    clusters: clusterStable,
  },
  {
    called: "the cluster is lost with HA while its jobs are edited",
    wanted: { jobs: two },
    act: async (stage) => {
      stage.deleteJobManager();
      restart(stage, 1, "one");
      await later(stage, minutes(2));
    },
    ends: bothStable,
    clusters: clusterStable,
  },
  ...(["savepoint", "last-state", "stateless"] as const).flatMap((upgradeMode): readonly SessionStory[] => {
    const isStateless = upgradeMode === "stateless";
    const ends = isStateless ? bothStable : { one: inDoubt, two: inDoubt };
    const givenUp = isStateless ? { one: [1], two: [1] } : {};
    return [
      {
        called: `the cluster is lost without HA, ${upgradeMode}`,
        wanted: { clusters: [{ ha: false }], jobs: two.map((job) => ({ ...job, upgradeMode })) },
        act: async (stage) => {
          stage.deleteJobManager();
          await later(stage, minutes(2));
        },
        ends,
        givenUp,
        clusters: clusterStable,
      },
      ...[true, false].map((ha): SessionStory => ({
        called: `another version of Flink, ${upgradeMode} ${ha ? "with" : "without"} HA`,
        wanted: { clusters: [{ ha }], jobs: two.map((job) => ({ ...job, upgradeMode })) },
        act: async (stage) => {
          stage.editCluster("Flink 2.1", { flinkVersion: "v2_1", image: "flink:2.1" });
          await later(stage, minutes(2));
        },
        ends: bothStable,
        givenUp: upgradeMode === "stateless" ? { one: [1], two: [1] } : {},
        clusters: clusterStable,
      })),
    ];
  }),
  {
    called: "a doubt after the cluster was lost is answered",
    wanted: { clusters: [{ ha: false }] },
    act: async (stage) => {
      const path = stage.scene.spoke.snapshots.at(-1)?.path ?? "";
      stage.deleteJobManager();
      await later(stage, minutes(2));
      tells(inDoubt)(stage);
      stage.edit("from the newest", { job: { initialSavepointPath: path, savepointRedeployNonce: 1 } });
      await later(stage);
    },
    and: ranLast({ restore: "path" }),
  },
  {
    called: "a doubt after the cluster was lost is answered by stateless",
    wanted: { clusters: [{ ha: false }] },
    act: async (stage) => {
      stage.deleteJobManager();
      await later(stage, minutes(2));
      stage.edit("the state is given up", { job: { upgradeMode: "stateless" } });
      await later(stage);
    },
    givenUp: { counts: [1] },
  },
  {
    called: "an unmanaged job holds another version of the cluster back",
    act: async (stage) => {
      const cancel = await submitByHand(stage);
      stage.editCluster("Flink 2.1", { flinkVersion: "v2_1", image: "flink:2.1" });
      await stage.passFor(minutes(16), seconds(20));
      clusterTellsWrong("SessionJobsRun", "no FlinkSessionJob looks after")(stage);
      await cancel();
      await later(stage, minutes(2));
    },
    clusters: clusterStable,
  },
  {
    called: "the cluster is made later than its job",
    wanted: { clusters: [] },
    begin: () => undefined,
    act: async (stage) => {
      await later(stage, seconds(20));
      stage.addCluster();
      await later(stage);
    },
  },
  {
    called: "a job moves to a cluster that is not there yet",
    act: async (stage) => {
      stage.edit("another cluster", { deploymentName: "other" });
      await later(stage, seconds(20));
      stage.addCluster({ name: "other" });
      await later(stage);
    },
    and: savepointsTaken(1),
  },
  {
    called: "a job moves away from a cluster that is gone",
    wanted: { clusters: [{ configuration: unblocked }, { name: "other" }] },
    act: async (stage) => {
      deleteCluster(stage);
      await later(stage);
      stage.edit("another cluster", { deploymentName: "other" });
      await stage.passFor(minutes(6), seconds(20));
      tellsWrong("SessionClusterNotReady", "job.savepointRedeployNonce")(stage);
      const path = stage.scene.spoke.snapshots.at(-1)?.path ?? "";
      stage.edit("from a savepoint", { job: { initialSavepointPath: path, savepointRedeployNonce: 1 } });
      await later(stage);
    },
    ends: { counts: stable },
  },
  {
    called: "a job moves away from a cluster that never was ready",
    wanted: {
      clusters: [{ configuration: { "kubernetes.jobmanager.cpu.amount": "100000" } }, { name: "other" }],
    },
    begin: (stage) => {
      stage.scene.spoke.podsRefused = "exceeded quota";
    },
    act: async (stage) => {
      await later(stage, seconds(10));
      stage.scene.spoke.podsRefused = undefined;
      stage.delete("FlinkDeployment", "shared");
      stage.edit("another cluster", { deploymentName: "other" });
      await later(stage);
    },
    and: ran(1),
  },
  {
    called: "a job moves there and back before anybody looks",
    wanted: { clusters: [{ name: "shared" }, { name: "other" }] },
    act: async (stage) => {
      stage.edit("another cluster", { deploymentName: "other" });
      await stage.passFor(seconds(0), seconds(1));
      stage.edit("the cluster of before", { deploymentName: "shared" });
      await later(stage, minutes(2));
    },
    and: savepointsTaken(1),
  },
  {
    called: "a job moves and is deleted on the way",
    wanted: { clusters: [{ name: "shared" }, { name: "other" }] },
    act: async (stage) => {
      stage.edit("another cluster", { deploymentName: "other" });
      await stage.passFor(seconds(0), seconds(1));
      stage.delete("FlinkSessionJob", "counts");
      await later(stage);
    },
    ends: { counts: "gone" },
  },
  {
    called: "the name of the cluster is one of an application",
    wanted: { jobs: [{ job: { jarURI: jarUri } }] },
    begin: (stage) => {
      stage.editCluster("a job of its own", {
        job: { jarURI: "local:///opt/flink/job.jar", parallelism: 1, upgradeMode: "stateless" },
      });
    },
    act: async (stage) => {
      await later(stage);
    },
    ends: { counts: degraded("ValidationError") },
    and: ran(0),
  },
  {
    called: "the cluster cannot be asked while a job is to be upgraded",
    act: async (stage) => {
      silence(stage);
      restart(stage);
      await stage.passFor(minutes(6), seconds(10));
      sound(stage);
      await later(stage);
    },
  },
  {
    called: "the cluster cannot be asked while a job is deleted",
    act: async (stage) => {
      silence(stage);
      stage.delete("FlinkSessionJob", "counts");
      await stage.passFor(minutes(6), seconds(10));
      tellsWrong("SessionClusterNotReady", "bring the session cluster up again")(stage);
      sound(stage);
      await later(stage);
    },
    ends: { counts: "gone" },
  },
]);
