import { expect, test } from "vitest";
import { minutes, seconds } from "../../lib/core/time.ts";
import type { Wanted } from "./support/application.ts";
import { expectStateKept, running, type Stage } from "./support/stage.ts";
import { begun, completeUnseen, inDoubt, putSavepoint, redeploy, restart } from "./support/stories.ts";

const noHa = { ha: false } as const;

/** Every way into a doubt. */
const doubts: readonly {
  readonly when: string;
  readonly wanted?: Wanted;
  readonly act: (stage: Stage) => Promise<void>;
}[] = [
  {
    when: "the JobManager was lost in the middle of a stop with a savepoint",
    wanted: noHa,
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
    },
  },
  {
    when: "the JobManager was lost in the middle of a cancellation",
    wanted: { ...noHa, upgradeMode: "last-state" },
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.deleteJobManager();
    },
  },
  {
    when: "Flink has forgotten what the job has left",
    act: async (stage) => {
      restart(stage);
      await completeUnseen(stage);
      stage.killPods("jobmanager");
    },
  },
  {
    when: "the job finished while it was stopped",
    act: async (stage) => {
      restart(stage);
      await begun(stage);
      stage.finish();
    },
  },
  {
    when: "the JobManager was lost while the job ran",
    wanted: noHa,
    act: async (stage) => stage.deleteJobManager(),
  },
  {
    when: "the job has begun again with older state",
    wanted: noHa,
    act: async (stage) => {
      await stage.passFor(minutes(6));
      stage.killPods("jobmanager");
      await stage.passFor(seconds(30));
      restart(stage);
    },
  },
];

const answers: Readonly<Record<string, (stage: Stage, path: string) => void>> = {
  "from a state": redeploy,
  empty: (stage) => stage.edit("stateless", { job: { upgradeMode: "stateless" } }),
};

const cases = doubts.flatMap((doubt) => Object.entries(answers).map(([how, answer]) => ({ ...doubt, how, answer })));

test.for(cases)("$when: the answer ($how) acts at once", async ({ wanted, act, answer }) => {
  const stage = await running(wanted);
  const path = putSavepoint(stage);
  await act(stage);
  await stage.passFor(minutes(2));
  expect(stage.status).toMatchObject(inDoubt);
  answer(stage, path);
  await stage.passFor(seconds(0), seconds(1));
  // In the very next look: whatever has to go yet is going, and the doubt is told of no more.
  expect(stage.status).not.toMatchObject(inDoubt);
  expect(stage.status.error).toBeUndefined();
  await stage.passFor(seconds(6), seconds(1));
  expect(stage.status).toMatchObject({ lifecycleState: "DEPLOYED", reconciliationStatus: { state: "DEPLOYED" } });
  await stage.passFor(seconds(30), seconds(2));
  expect(stage.status).toMatchObject({ lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } });
  expectStateKept(
    stage,
    stage.runs.map((_, index) => index).filter((index) => index > 0),
  );
});
