import { expect, test } from "vitest";
import { fleetRights } from "../../lib/core/rights.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { tellAsks, type Ask } from "./support/asks.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";
import { degraded, later, restart, stable } from "./support/stories.ts";

const fails = (stage: Stage): void =>
  stage.fateOfSavepoint({ kind: "fails", because: "java.io.IOException: disk full" });
const hangs = (stage: Stage): void => stage.fateOfSavepoint({ kind: "hangs" });
const runs = ({ status }: Stage): void => expect(status).toMatchObject(stable);

/** The last spec runs, and its start is the last that there was. */
function runsAsAsked(stage: Stage): void {
  runs(stage);
  const { generation } = stage.scene.resource(stage.name).metadata;
  expect(stage.status).toMatchObject({ observedGeneration: generation });
}

const toLastState = (stage: Stage): void =>
  stage.edit("last-state", { restartNonce: 50, job: { upgradeMode: "last-state" } });

const asks: readonly Ask[] = [
  // Lyft PR 142: stuck in Savepointing after retries run out.
  {
    wants: "an upgrade though one savepoint after the other fails",
    happens: [
      ({ stage }) => fails(stage),
      ({ stage }) => restart(stage),
      ({ stage }) => fails(stage),
      ({ stage }) => stage.killPods("taskmanager"),
    ],
    comes: runsAsAsked,
  },
  {
    wants: "an upgrade by last-state when savepoints fail and hang",
    wanted: { configuration: { "execution.checkpointing.timeout": "1 min" } },
    happens: [
      ({ stage }) => hangs(stage),
      ({ stage }) => restart(stage),
      ({ stage }) => toLastState(stage),
      ({ stage }) => fails(stage),
    ],
    comes: runsAsAsked,
  },
  // Lyft 215, 257, GCP 426: what never came up is stuck, and a corrected spec does not get through.
  {
    wants: "the corrected image to run though the one before never came up",
    wanted: { upgradeMode: "last-state" },
    happens: [
      ({ stage }) => stage.edit("an image that does not exist", { image: "registry.invalid/does-not-exist:1" }),
      ({ stage }) => stage.killPods("jobmanager"),
      ({ stage }) => restart(stage),
    ],
    lastly: ({ stage }) => stage.edit("a good image", { image: "flink:1.20.1" }),
    comes: runsAsAsked,
  },
];

tellAsks(asks);

test("savepoints that go on failing never stop the job, are tried again later and later, and give way to last-state", async () => {
  const stage = await running();
  restart(stage);
  for (let pass = 0; pass < 90; pass += 1) {
    fails(stage);
    await stage.passFor(seconds(0), seconds(4));
  }
  expect(stage.status).toMatchObject(degraded("SavepointError"));
  const { attempts } = (stage.status.fleet?.["failedStop"] ?? {}) as { readonly attempts?: number };
  expect(attempts).toBeGreaterThanOrEqual(4);
  expect(attempts).toBeLessThanOrEqual(7);
  expect(stage.runs).toHaveLength(1);
  toLastState(stage);
  await later(stage);
  runsAsAsked(stage);
  expectStateKept(stage);
});

test("a savepoint that hangs is told, given up by Flink, and then last-state goes on", async () => {
  const stage = await running({ configuration: { "execution.checkpointing.timeout": "20 min" } });
  hangs(stage);
  restart(stage);
  await stage.passFor(minutes(13), seconds(20));
  expect(stage.status).toMatchObject(degraded("SavepointOverdue"));
  toLastState(stage);
  await stage.passFor(minutes(10), seconds(20));
  runsAsAsked(stage);
  expectStateKept(stage);
});

test("a savepoint that hangs need not be waited for: the spec names a state in its place", async () => {
  const stage = await running({ configuration: { "execution.checkpointing.timeout": "20 min" } });
  hangs(stage);
  restart(stage);
  await later(stage);
  const { path } = stage.scene.spoke.snapshots.at(-1) ?? {};
  stage.edit("from the last checkpoint", { job: { initialSavepointPath: path, savepointRedeployNonce: 1 } });
  await later(stage);
  runsAsAsked(stage);
  expect(stage.runs.at(-1)).toMatchObject({ restoredFrom: path });
});

// Spotify 608: stuck in Updating with a PodDisruptionBudget, which guards evictions of pods, and nothing that is done to their Deployment.
test("an upgrade asks for nothing that a PodDisruptionBudget could forbid: pods go with the Deployment", () => {
  const onPods = fleetRights.filter(({ resources }) => resources.some((one) => one.startsWith("pods")));
  expect(onPods).toEqual([{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }]);
});
