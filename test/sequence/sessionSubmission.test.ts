import { minutes, seconds } from "../../lib/core/time.ts";
import { killedAfter, later, putSavepoint, suspend } from "./support/sessionActs.ts";
import { all, opensNoJar, ran, ranLast, tells, tellsError } from "./support/sessionChecks.ts";
import { jarUri } from "./support/session.ts";
import type { SessionStage } from "./support/sessionStage.ts";
import { tellSessionStories, type SessionStory } from "./support/sessionStories.ts";
import { degraded, stable } from "./support/stories.ts";

const refused = { ...degraded("DeploymentFailed"), lifecycleState: "UPGRADING" };
const shared = { namespace: "default", name: "shared" } as const;

/** The cluster is up, and its job is made once it is. */
async function onceUp(stage: SessionStage, wanted: Parameters<SessionStage["addJob"]>[0] = {}): Promise<void> {
  await stage.passFor(seconds(30), seconds(5));
  stage.addJob(wanted);
}

const noJob = { jobs: [] } as const;
const unwritten = (): void => undefined;

const [ranOnce, neverRan] = [ran(1), ran(0)];

/** Our process dies after so many calls of the pass in which the job is submitted. */
const killed = (called: string, calls: number, counted: "calls" | "writes"): SessionStory => ({
  called,
  wanted: noJob,
  begin: unwritten,
  act: async (stage) => {
    await onceUp(stage);
    await killedAfter(stage, calls, counted);
    await later(stage, minutes(4));
  },
  and: ranOnce,
});

tellSessionStories("submission", [
  {
    called: "main fails, and the jar is mended",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage);
      stage.scene.spoke.decideNextSubmission(shared, {
        kind: "fails",
        because: "java.lang.RuntimeException: no topic",
      });
      await later(stage, seconds(30));
      tells(refused)(stage);
      tellsError("no topic")(stage);
      stage.edit("other arguments", { job: { args: ["--topic", "orders"] } });
      await later(stage);
    },
    and: ranOnce,
  },
  {
    called: "main fails once, and is tried again",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage);
      stage.scene.spoke.decideNextSubmission(shared, {
        kind: "fails",
        because: "java.lang.RuntimeException: no topic",
      });
      await later(stage, minutes(2));
    },
    and: ranOnce,
  },
  {
    called: "the jar is missing, and put there",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { jarURI: "https://repo.example.com/late.jar" } });
      await later(stage, seconds(30));
      tells(refused)(stage);
      stage.scene.spoke.artifacts.put("https://repo.example.com/late.jar", "a jar");
      await later(stage, minutes(2));
    },
    and: ranOnce,
  },
  {
    called: "the jar is too large",
    wanted: noJob,
    begin: (stage) =>
      stage.scene.spoke.artifacts.refuse(jarUri, {
        kind: "rejected",
        what: `jar ${jarUri}`,
        because: "it has 300 bytes, more than 200",
      }),
    act: async (stage) => {
      await onceUp(stage);
      await later(stage, minutes(2));
    },
    ends: { counts: refused },
    and: all(neverRan, tellsError("more than 200")),
  },
  {
    called: "the host of the jar cannot be reached for a while",
    wanted: noJob,
    begin: (stage) =>
      stage.scene.spoke.artifacts.refuse(jarUri, { kind: "unavailable", what: jarUri, because: "connect ETIMEDOUT" }),
    act: async (stage) => {
      await onceUp(stage);
      await later(stage, seconds(30));
      tells(refused)(stage);
      stage.scene.spoke.artifacts.put(jarUri, "a jar");
      await later(stage, minutes(2));
    },
    and: ranOnce,
  },
  {
    called: "the jar breaks off half way",
    wanted: noJob,
    begin: (stage) => stage.scene.spoke.artifacts.breakOff(jarUri, "a jar of some length"),
    act: async (stage) => {
      await onceUp(stage);
      await later(stage, seconds(30));
      tells(refused)(stage);
      stage.scene.spoke.artifacts.put(jarUri, "a jar");
      await later(stage, minutes(2));
    },
    and: ranOnce,
  },
  {
    called: "no jar at all, the class is in the image",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { jarURI: null, entryClass: "com.example.Counts" } });
      await later(stage);
    },
    and: all(ranOnce, opensNoJar),
  },
  {
    called: "no jar at all, and no class",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { jarURI: null } });
      await later(stage);
    },
    ends: { counts: refused },
    and: neverRan,
  },
  {
    called: "a jar in the image",
    wanted: { jobs: [], clusters: [{ configuration: { "web.upload.dir": "/opt/flink" } }] },
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { jarURI: "local:///opt/flink/flink-web-upload/counts.jar" } });
      await later(stage);
    },
    and: ranOnce,
  },
  {
    called: "a scheme that is not allowed",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { jarURI: "file:///etc/passwd" } });
      await later(stage);
    },
    ends: { counts: { ...degraded("ValidationError"), lifecycleState: "FAILED" } },
    and: neverRan,
  },
  {
    called: "the answer to the submission is lost",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage);
      stage.scene.spoke.decideNextSubmission(shared, { kind: "unanswered" });
      await later(stage);
    },
    and: ranOnce,
  },
  killed("killed after the claim", 2, "writes"),
  killed("killed after the upload", 4, "writes"),
  killed("killed after the run", 5, "writes"),
  killed("killed after the jar is deleted", 6, "writes"),
  {
    called: "suspended from the start",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { state: "suspended" } });
      await later(stage);
      tells({ lifecycleState: "CREATED" })(stage);
      stage.edit("running", { job: { state: "running" } });
      await later(stage);
    },
    and: ranOnce,
  },
  {
    called: "suspended from the start, and deleted",
    wanted: noJob,
    begin: unwritten,
    act: async (stage) => {
      await onceUp(stage, { job: { state: "suspended" } });
      await later(stage, seconds(10));
      stage.delete("FlinkSessionJob", "counts");
      await later(stage, seconds(10));
    },
    ends: { counts: "gone" },
    and: neverRan,
  },
  {
    called: "from a savepoint of another cluster",
    act: async (stage) => {
      stage.addJob({ name: "restored", job: { initialSavepointPath: putSavepoint(stage) } });
      await later(stage);
    },
    ends: { counts: stable, restored: stable },
    and: all(ran(1, "restored"), ranLast({ restoredCount: 5000 }, "restored")),
  },
  {
    called: "another savepoint by nonce",
    act: async (stage) => {
      const initialSavepointPath = putSavepoint(stage);
      stage.edit("from a savepoint", { job: { initialSavepointPath, savepointRedeployNonce: 1 } });
      await later(stage);
    },
    givenUp: { counts: [1] },
    and: ranLast({ restoredCount: 5000 }),
  },
  {
    called: "another savepoint by nonce while it is suspended",
    act: async (stage) => {
      suspend(stage);
      await later(stage);
      const initialSavepointPath = putSavepoint(stage);
      stage.edit("from a savepoint", { job: { state: "running", initialSavepointPath, savepointRedeployNonce: 1 } });
      await later(stage);
    },
    givenUp: { counts: [1] },
    and: ranLast({ restoredCount: 5000 }),
  },
  {
    called: "state that the job does not know, and allowNonRestoredState",
    act: async (stage) => {
      const path = putSavepoint(stage);
      const [of] = stage.scene.spoke.snapshots.filter((one) => one.path === path);
      if (of !== undefined) stage.scene.spoke.putSnapshot({ ...of, unclaimed: "an operator of before" });
      stage.addJob({ name: "restored", job: { initialSavepointPath: path } });
      await later(stage);
      stage.edit("allowed", { restartNonce: 1, job: { allowNonRestoredState: true } }, "restored");
      await later(stage);
    },
    ends: { counts: stable, restored: stable },
    and: ranLast({ restoredCount: 5000 }, "restored"),
  },
]);
