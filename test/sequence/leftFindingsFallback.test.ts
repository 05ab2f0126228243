import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import { options } from "./support/snapshots.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";
import { degraded, later, putSavepoint, redeploy, stable } from "./support/stories.ts";

const fallback = (isOn: boolean) => options({ "job.upgrade.last-state-fallback.enabled": String(isOn) });

/** A savepoint is insisted on, and there is no job any more that could be asked for one. */
async function blocked(): Promise<Stage> {
  const stage = await running({ upgradeMode: "savepoint", configuration: fallback(false) });
  stage.deleteJobManager();
  stage.edit("another image", { image: "flink:1.20.1" });
  await stage.passFor(minutes(6), seconds(10));
  return stage;
}

test("a savepoint that is insisted on, of a job whose JobManager is lost, is told of with what to do", async () => {
  const stage = await blocked();
  expect(stage.status).toMatchObject(degraded("UpgradeBlocked"));
  const { message = "" } = stage.status.conditions?.find(({ type }) => type === "Degraded") ?? {};
  for (const answer of ["job.upgradeMode last-state", "job.savepointRedeployNonce", "stateless"])
    expect(message).toContain(answer);
  expect(stage.runs).toHaveLength(1);
});

test.for<{ answer: string; gives: (stage: Stage) => void; givenUp: readonly number[] }>([
  {
    answer: "last-state",
    gives: (stage) => stage.edit("last-state", { job: { upgradeMode: "last-state" } }),
    givenUp: [],
  },
  { answer: "fallback", gives: (stage) => stage.edit("fallback", { flinkConfiguration: fallback(true) }), givenUp: [] },
  { answer: "the spec set back", gives: (stage) => stage.edit("back", { image: "flink:1.20" }), givenUp: [] },
  { answer: "a named state", gives: (stage) => redeploy(stage, putSavepoint(stage)), givenUp: [1] },
  { answer: "none", gives: (stage) => stage.edit("stateless", { job: { upgradeMode: "stateless" } }), givenUp: [1] },
])("and each answer is heard: $answer", async ({ gives, givenUp }) => {
  const stage = await blocked();
  gives(stage);
  await later(stage);
  expect(stage.status).toMatchObject(stable);
  expect(stage.status).not.toMatchObject(degraded("UpgradeBlocked"));
  expectStateKept(stage, givenUp);
  expect(stage.runs).toHaveLength(2);
});
