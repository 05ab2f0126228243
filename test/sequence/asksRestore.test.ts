import { describe, expect, test } from "vitest";
import { Faulted } from "../../lib/core/fault.ts";
import { seconds } from "../../lib/core/time.ts";
import type { Spoke } from "../../lib/ports/index.ts";
import type { Fields } from "./support/application.ts";
import { tellAsks, type Ask, type Play } from "./support/asks.ts";
import { failIfRuns } from "./support/deletions.ts";
import { events, options } from "./support/snapshots.ts";
import { inTheWay } from "./support/inTheWay.ts";
import { running, type Stage } from "./support/stage.ts";
import { degraded, later, putSavepoint, redeploy, restart, resume, stable, suspend } from "./support/stories.ts";

const restartsFailed = { configuration: options({ "job.restart.failed": "true" }) };
const notThere = "s3://flink/elsewhere/not-there";

/** Somebody tidies up in the bucket. */
function loseSavepoints({ scene }: Stage): void {
  scene.tell("lose    the savepoints");
  for (const { path, isSavepoint } of scene.spoke.snapshots) if (isSavepoint) scene.spoke.lose(path);
}

/** The next program does not have one of the operators any more. */
function dropOperator({ scene }: Stage): void {
  scene.tell("drop    an operator whose state is kept");
  for (const one of scene.spoke.snapshots)
    if (one.isSavepoint) scene.spoke.putSnapshot({ ...one, unclaimed: "cbc357ccb763df2852fee8c4fc7d55f2" });
}

/** Whatever cannot be restored, and however often it is tried: nothing but the first start is empty before somebody says so. */
const neverEmpty = ({ heldRuns }: Play): void =>
  expect(heldRuns.slice(1).filter(({ restore }) => restore === "nothing")).toEqual([]);

const runs = ({ status }: Stage): void => expect(status).toMatchObject(stable);

function decide(play: Play, what: string, job: Fields): void {
  play.giveUp();
  play.stage.edit(what, { restartNonce: 99, job: { state: "running", ...job } });
}

const startsEmpty = (play: Play): void => decide(play, "stateless", { upgradeMode: "stateless" });

const emptyAtLast = (stage: Stage): void => {
  runs(stage);
  expect(stage.runs.at(-1)).toMatchObject({ restore: "nothing" });
};

const asks: readonly Ask[] = [
  // Spotify 589, Lyft PR 287: if the restore fails, start without state, but only where that is asked for.
  {
    wants: "to start without state when the savepoint is gone, and not before saying so",
    happens: [({ stage }) => suspend(stage), ({ stage }) => loseSavepoints(stage), ({ stage }) => resume(stage)],
    lastly: startsEmpty,
    always: neverEmpty,
    comes: emptyAtLast,
  },
  {
    wants: "that nothing starts empty by itself, though failed jobs are started again",
    wanted: { ...restartsFailed, ha: false },
    happens: [
      ({ stage }) => suspend(stage),
      ({ stage }) => loseSavepoints(stage),
      ({ stage }) => resume(stage),
      ({ stage }) => failIfRuns(stage),
      ({ stage }) => restart(stage),
    ],
    lastly: startsEmpty,
    always: neverEmpty,
    comes: emptyAtLast,
  },
  {
    wants: "another savepoint in place of one that cannot be found",
    wanted: { mode: "standalone" },
    happens: [
      (play) => {
        play.giveUp();
        redeploy(play.stage, notThere);
      },
      ({ stage }) => restart(stage),
      ({ stage }) => failIfRuns(stage),
    ],
    lastly: ({ stage }) => redeploy(stage, putSavepoint(stage), 2),
    comes: (stage) => {
      runs(stage);
      expect(stage.runs.at(-1)).toMatchObject({ restore: "path", restoredCount: 5000 });
    },
  },
  {
    wants: "to go on without the state of an operator that is dropped, once that is allowed",
    happens: [({ stage }) => suspend(stage), ({ stage }) => dropOperator(stage), ({ stage }) => resume(stage)],
    lastly: ({ stage }) =>
      stage.edit("allowNonRestoredState", {
        restartNonce: 99,
        job: { state: "running", allowNonRestoredState: true },
      }),
    always: neverEmpty,
    comes: (stage) => {
      runs(stage);
      expect(["path", "ha"]).toContain(stage.runs.at(-1)?.restore);
    },
  },
];

tellAsks(asks);

/** An admission webhook that takes no Deployment. */
const refusingDeployments = (spoke: Spoke): Spoke =>
  inTheWay(spoke, (verb, [object]) => {
    if (verb !== "create" || object?.kind !== "Deployment") return;
    throw new Faulted({ kind: "denied", what: "Deployment", because: "admission webhook says no" });
  });

const broken: readonly (readonly [string, (stage: Stage) => void, string])[] = [
  ["is gone", loseSavepoints, "Cannot find checkpoint or savepoint file/directory 's3://flink/savepoints/savepoint-"],
  ["holds an operator that the program has not", dropOperator, "Cannot map checkpoint/savepoint state for operator"],
];

describe("a restore from a savepoint that", () => {
  test.for(broken)("%s is told in Flink's words, and what is given up by name", async ([, broke, says]) => {
    const stage = await running();
    suspend(stage);
    await later(stage);
    const { path } = stage.scene.spoke.snapshots.at(-1) ?? {};
    broke(stage);
    resume(stage);
    await later(stage);
    expect(stage.status).toMatchObject({
      lifecycleState: "FAILED",
      error: expect.stringContaining(says),
      jobStatus: { upgradeSavepointPath: path },
      conditions: expect.arrayContaining([
        expect.objectContaining({ type: "Ready", status: "False", reason: "JobEnded" }),
        expect.objectContaining({ type: "Degraded", status: "True", reason: "JobFailed" }),
      ]),
    });
    stage.edit("stateless", { job: { upgradeMode: "stateless" }, restartNonce: 1 });
    await later(stage);
    emptyAtLast(stage);
    expect(events(stage, "StateGivenUp")).toEqual([expect.stringContaining(`${path}`)]);
  });
});

/** What keeps the next cluster from coming up. */
const stuck: readonly (readonly [string, (stage: Stage) => void])[] = [
  ["whose image does not exist", (stage) => stage.edit("a bad image", { image: "registry.invalid/does-not-exist:1" })],
  [
    "whose pods are refused",
    (stage) => {
      stage.scene.spoke.podsRefused = "exceeded quota";
      restart(stage);
    },
  ],
];

describe("the state is given up before the next cluster has come up", () => {
  test.for(stuck)("of one %s: it starts empty", async ([, breaks]) => {
    const stage = await running();
    breaks(stage);
    await later(stage);
    stage.scene.spoke.podsRefused = undefined;
    stage.edit("stateless", { image: "flink:1.20", restartNonce: 9, job: { upgradeMode: "stateless" } });
    await later(stage);
    emptyAtLast(stage);
  });

  test("of one that the API server refuses: it starts empty", async () => {
    const stage = await running();
    restart(stage);
    for (let pass = 0; pass < 12; pass += 1) {
      await stage.scene.pass(refusingDeployments);
      stage.scene.world.advance(seconds(2));
    }
    expect(stage.status).toMatchObject(degraded("DeploymentFailed"));
    stage.edit("stateless", { restartNonce: 9, job: { upgradeMode: "stateless" } });
    await later(stage);
    emptyAtLast(stage);
  });
});
