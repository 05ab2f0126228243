import { describe, expect, test } from "vitest";
import { application } from "./support/application.ts";
import { tellAsks, type Ask } from "./support/asks.ts";
import {
  deleteResource,
  editIfThere,
  failIfRuns,
  isGone,
  left,
  loseJobManager,
  savepointOnDeletion,
} from "./support/deletions.ts";
import { events, savepoints } from "./support/snapshots.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";
import { degraded, later } from "./support/stories.ts";

const wanted = { configuration: savepointOnDeletion(true) };

const withoutSavepoint = (stage: Stage): void =>
  editIfThere(stage, "no savepoint on deletion", { flinkConfiguration: savepointOnDeletion(false) });

/** The newest state is a savepoint, whatever went wrong on the way. */
function keptInSavepoint(stage: Stage): void {
  isGone(stage);
  expect(stage.scene.spoke.snapshots.at(-1)).toMatchObject({ isSavepoint: true });
}

const asks: readonly Ask[] = [
  // Lyft flinkk8soperator 13, 58: the finalizer wants a savepoint from a dead job.
  {
    wants: "to delete a resource whose job is dead, although a savepoint is taken on deletion",
    wanted,
    happens: [
      ({ stage }) => failIfRuns(stage),
      ({ stage }) => deleteResource(stage),
      ({ stage }) => withoutSavepoint(stage),
    ],
    comes: isGone,
  },
  {
    wants: "to delete a resource whose JobManager is lost, although a savepoint is taken on deletion",
    wanted: { ...wanted, ha: false },
    happens: [
      ({ stage }) => loseJobManager(stage),
      ({ stage }) => deleteResource(stage),
      ({ stage }) => withoutSavepoint(stage),
    ],
    comes: isGone,
  },
  {
    wants: "the savepoint on deletion of a job that is ill for a while",
    wanted: { ...wanted, upgradeMode: "last-state" },
    happens: [
      ({ stage }) => stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: disk full" }),
      ({ stage }) => stage.killPods("taskmanager"),
      ({ stage }) => deleteResource(stage),
    ],
    comes: keptInSavepoint,
  },
  // Apache PR 634: what is known of checkpoints goes with the resource.
  {
    wants: "to know what to go on from after a deletion without a savepoint",
    happens: [({ stage }) => stage.killPods("taskmanager"), ({ stage }) => deleteResource(stage)],
    comes: (stage) => {
      isGone(stage);
      const { path = "" } = stage.scene.spoke.snapshots.at(-1) ?? {};
      expect(stage.scene.spoke.snapshots.at(-1)).toMatchObject({ isSavepoint: false });
      expect(events(stage, "NewestState").join()).toContain(path);
    },
  },
];

tellAsks(asks);

const noHa = { ...wanted, ha: false };
const blocked = degraded("SavepointOnDeletionBlocked");

const lost = [
  {
    of: "with HA",
    asked: wanted,
    says: /its JobManager is missing.*set the option to false; HA metadata names checkpoint 3/u,
  },
  {
    of: "without HA",
    asked: noHa,
    says: /its JobManager is missing.*; the newest known state is checkpoint s3:.*chk-1/u,
  },
];

describe("a deletion that wants a savepoint", () => {
  test.for(lost)(
    "of a job that is lost with its JobManager says what holds it up and the way out, $of",
    async ({ asked, says }) => {
      const stage = await running(asked);
      stage.deleteJobManager();
      deleteResource(stage);
      await later(stage);
      expect(stage.status).toMatchObject(blocked);
      expect(stage.status.conditions?.find(({ type }) => type === "Degraded")?.message).toMatch(says);
      withoutSavepoint(stage);
      await later(stage);
      isGone(stage);
    },
  );

  test("of a job that has failed is done without, as there is nothing to wait for", async () => {
    const stage = await running(wanted);
    stage.fail();
    deleteResource(stage);
    await later(stage);
    isGone(stage);
    expect(events(stage, "NewestState").join()).toContain(stage.scene.spoke.snapshots.at(-1)?.path);
  });

  test("of a job that cannot be asked waits until it can", async () => {
    const stage = await running(wanted);
    stage.scene.spoke.flinkReachable = false;
    deleteResource(stage);
    await later(stage);
    expect(stage.status).toMatchObject(blocked);
    expect(left(stage)).toContain("Deployment orders");
    stage.scene.spoke.flinkReachable = true;
    await later(stage);
    keptInSavepoint(stage);
  });

  test("leaves one that another resource goes on from", async () => {
    const stage = await running(wanted);
    deleteResource(stage);
    await later(stage);
    isGone(stage);
    const [path = ""] = savepoints(stage);
    stage.scene.apply(application({ ...wanted, job: { initialSavepointPath: path } }));
    await later(stage);
    expectStateKept(stage);
    expect(stage.runs.map(({ restoredFrom }) => restoredFrom)).toEqual([undefined, path]);
  });
});
