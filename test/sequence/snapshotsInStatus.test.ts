import { describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import type { Fields, Wanted } from "./support/application.ts";
import { instead } from "../support/instead.ts";
import {
  checkpointInfo,
  events,
  options,
  savepointInfo,
  savepoints,
  tellSnapshots,
  ways,
} from "./support/snapshots.ts";
import { expectStory, running, type Stage } from "./support/stage.ts";

const diskFull = { kind: "fails", because: "java.io.IOException: disk full" } as const;

/** A job whose snapshots are recorded in its status; savepoints may take longer than anybody waits. */
const begun = (wanted: Wanted = {}): Promise<Stage> =>
  running({
    ...wanted,
    configuration: { ...ways["in-status"], "execution.checkpointing.timeout": "40 min", ...wanted.configuration },
  });

const ask = (stage: Stage, nonce = 1): void =>
  stage.edit(`savepointTriggerNonce ${nonce}`, { job: { savepointTriggerNonce: nonce } });

const condition = ({ status }: Stage, type: string): Fields | undefined =>
  status.conditions?.find((one) => one.type === type) as Fields | undefined;

/** A Flink that wants none. */
const refusing = (spoke: Spoke): Spoke => ({
  ...spoke,
  connect: async () => {
    const { cluster, flink, artifacts } = await spoke.connect();
    const triggerSavepoint: typeof flink.triggerSavepoint = async () => {
      throw new Faulted({ kind: "rejected", what: "POST savepoints", because: "no directory" });
    };
    return { cluster, flink: instead(flink, { triggerSavepoint }), artifacts };
  },
});

async function expectSnapshots(stage: Stage, story: string): Promise<void> {
  tellSnapshots(stage);
  await expectStory(stage, `snapshots-in-status-${story}`);
}

describe("a savepoint in status", () => {
  test("that fails is tried again", async () => {
    const stage = await begun();
    stage.fateOfSavepoint(diskFull);
    ask(stage);
    await stage.passFor(minutes(2));
    expect(events(stage, "SavepointError")).toEqual([
      expect.stringMatching(/^1 × Savepoint failed for savepointTriggerNonce: 1: .*disk full/su),
    ]);
    expect(savepoints(stage)).toHaveLength(1);
    await expectSnapshots(stage, "failed-once");
  });

  test("is asked for once more where its nonce changes while it is under way", async () => {
    const stage = await begun();
    ask(stage);
    for (let pass = 0; pass < 2; pass += 1) await stage.scene.pass();
    expect(savepointInfo(stage)).toMatchObject({ triggerType: "MANUAL", triggerNonce: 1 });
    ask(stage, 2);
    await stage.passFor(minutes(1));
    expect(savepointInfo(stage).savepointHistory?.map(({ triggerNonce }) => triggerNonce)).toEqual([1, 2]);
    expect(savepoints(stage)).toHaveLength(2);
    expect(savepointInfo(stage)).not.toHaveProperty("triggerNonce");
  });

  test("that Flink goes on refusing is given up with its nonce, and the next nonce asks for another", async () => {
    const stage = await begun();
    ask(stage);
    for (let pass = 0; pass < 24; pass += 1) {
      await stage.scene.pass(refusing);
      stage.scene.world.advance(seconds(5));
    }
    expect(savepointInfo(stage)).not.toHaveProperty("triggerId");
    expect(stage.scene.resource(stage.name)["status"]).toMatchObject({ observedGeneration: 2 });
    expect(events(stage, "SavepointError")).toEqual([
      expect.stringMatching(/^13 × Savepoint failed for savepointTriggerNonce: 1: .*no directory/u),
    ]);
    ask(stage, 2);
    await stage.passFor(minutes(1));
    expect(savepoints(stage)).toHaveLength(1);
    await expectSnapshots(stage, "refused");
  });

  test("is waited for before the job is stopped", async () => {
    const stage = await begun();
    ask(stage);
    await stage.scene.pass();
    stage.edit("restartNonce 1", { restartNonce: 1 });
    await stage.passFor(minutes(2), seconds(2));
    expect(savepointInfo(stage).savepointHistory).toMatchObject([
      { triggerType: "MANUAL" },
      { triggerType: "UPGRADE" },
    ]);
    expect(stage.runs).toHaveLength(2);
    await expectSnapshots(stage, "waited-for");
  });

  test("is not waited for where the user says so: it goes with the job, and is taken of the next", async () => {
    const stage = await begun({ configuration: options({ "job.upgrade.ignore-pending-savepoint": "true" }) });
    stage.fateOfSavepoint({ kind: "hangs" });
    ask(stage);
    await stage.passFor(seconds(10));
    stage.edit("restartNonce 1, last-state", { restartNonce: 1, job: { upgradeMode: "last-state" } });
    await stage.passFor(minutes(2));
    expect(events(stage, "SavepointError")).toEqual([
      "1 × Savepoint failed for savepointTriggerNonce: 1: the job was stopped before it was complete",
    ]);
    expect(savepointInfo(stage).savepointHistory).toMatchObject([{ triggerType: "MANUAL", triggerNonce: 1 }]);
    await expectSnapshots(stage, "not-waited-for");
  });

  test("that is waited for too long says what to do", async () => {
    const stage = await begun();
    stage.fateOfSavepoint({ kind: "hangs" });
    ask(stage);
    await stage.passFor(seconds(10));
    stage.edit("restartNonce 1, last-state", { restartNonce: 1, job: { upgradeMode: "last-state" } });
    await stage.passFor(minutes(11), seconds(30));
    expect(condition(stage, "Degraded")).toMatchObject({ status: "False" });
    await stage.passFor(minutes(2), seconds(30));
    expect(condition(stage, "Degraded")).toMatchObject({
      reason: "UpgradeBlocked",
      message: expect.stringContaining("kubernetes.operator.job.upgrade.ignore-pending-savepoint to true"),
    });
    stage.edit("ignore-pending-savepoint", {
      flinkConfiguration: options({ "job.upgrade.ignore-pending-savepoint": "true" }),
    });
    await stage.passFor(minutes(2));
    expect(stage.runs).toHaveLength(2);
    await expectSnapshots(stage, "waited-too-long");
  });

  test("holds nobody back while the job does not run", async () => {
    const stage = await begun();
    ask(stage);
    await stage.scene.pass();
    stage.deleteJobManager();
    stage.edit("restartNonce 1, last-state", { restartNonce: 1, job: { upgradeMode: "last-state" } });
    await stage.passFor(minutes(2));
    expect(stage.runs).toHaveLength(2);
    expect(savepointInfo(stage).savepointHistory).toMatchObject([{ triggerType: "MANUAL", triggerNonce: 1 }]);
    await expectSnapshots(stage, "job-away");
  });

  test("ends with its job, and says so", async () => {
    const stage = await begun();
    stage.fateOfSavepoint({ kind: "hangs" });
    ask(stage);
    stage.edit("checkpointTriggerNonce 1", { job: { checkpointTriggerNonce: 1 } });
    await stage.scene.pass();
    stage.finish();
    await stage.passFor(minutes(1));
    expect(events(stage, "SavepointError")).toEqual([
      expect.stringMatching(/^1 × Savepoint failed for savepointTriggerNonce: 1: .*suspending/u),
    ]);
    expect(savepointInfo(stage)).not.toHaveProperty("triggerId");
    expect(checkpointInfo(stage)).not.toHaveProperty("triggerId");
    await expectSnapshots(stage, "job-finished");
  });

  test("that is lost with a JobManager is asked for again, and taken once", async () => {
    const stage = await begun();
    ask(stage);
    await stage.scene.pass();
    stage.killPods("jobmanager");
    await stage.passFor(minutes(3));
    expect(savepoints(stage)).toHaveLength(1);
    await expectSnapshots(stage, "jobmanager-killed");
  });
});
