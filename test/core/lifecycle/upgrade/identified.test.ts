import { describe, expect, test } from "vitest";
import type { Checkpoints, SavepointProgress } from "../../../../lib/core/flink.ts";
import type { KnownState, StopIntent } from "../../../../lib/api/resources/journal.ts";
import { newestKnown, stoppedState } from "../../../../lib/core/lifecycle/upgrade/facts.ts";
import { restorePoint } from "../../../../lib/core/lifecycle/upgrade/restorePoint.ts";
import { startedOver } from "../../../../lib/core/lifecycle/upgrade/startedOver.ts";
import { instant, rfc3339 } from "../../../../lib/core/time.ts";
import { aLook, answeredOf, job, kept, noon, nothingKept } from "../support/builders.ts";
import { ago, aState, checkpointInfo, staged, told } from "../support/stages.ts";

const path = "s3://state/sp/stop";
/** As it is recorded when Flink names it under its trigger id. */
const bare = aState({ kind: "savepoint", path, checkpointId: undefined, at: rfc3339(instant(ago(1))) });
const inList = checkpointInfo(9, { path, isSavepoint: true });
const intent: StopIntent = {
  kind: "stop",
  way: "savepoint",
  from: "DEPLOYED",
  generation: 1,
  jobId: job,
  triggerId: "b".repeat(32),
  newestCheckpoint: 8,
  at: rfc3339(instant(ago(2))),
};

interface Given {
  readonly state?: KnownState;
  readonly progress?: SavepointProgress;
  readonly checkpoints?: Checkpoints;
  readonly stop?: Partial<StopIntent>;
}

const looked = ({ state = bare, progress, checkpoints = told(), stop = {} }: Given) =>
  aLook({
    resource: staged({ fleet: { state, intent: { ...intent, ...stop } } }),
    flink: answeredOf("RUNNING", { checkpoints, ...(progress === undefined ? {} : { savepoint: progress }) }),
    ha: nothingKept,
  });
const words = (state: KnownState | undefined): string => `${state?.path.split("/").at(-1)} ${state?.checkpointId}`;

describe("the savepoint of a stop", () => {
  test.for<Given & { readonly when: string; readonly is: string }>([
    { when: "Flink's list has it", checkpoints: told({ savepoint: inList }), is: "stop 9" },
    {
      when: "Flink's list is from before it",
      checkpoints: told({ completed: checkpointInfo(8) }),
      is: "stop undefined",
    },
    {
      when: "a list has something later, and it cannot be told of which JobManager that is",
      checkpoints: told({ completed: checkpointInfo(10, { at: noon }) }),
      is: "stop undefined",
    },
    {
      when: "another JobManager answers, which began with the checkpoint before it",
      progress: { kind: "unknown" },
      checkpoints: told({ restored: checkpointInfo(8, { at: noon }) }),
      is: "stop 9",
    },
    {
      when: "another JobManager answers, which began with a checkpoint that was complete just before it",
      progress: { kind: "failed", because: "declined" },
      checkpoints: told({ restored: checkpointInfo(12, { at: noon }) }),
      is: "stop 13",
    },
    {
      when: "another JobManager answers, and has made a checkpoint since",
      progress: { kind: "failed", because: "declined" },
      checkpoints: told({ restored: checkpointInfo(8), completed: checkpointInfo(10, { at: instant(ago(60)) }) }),
      is: "chk-10 10",
    },
    {
      when: "another JobManager answers, and has none without high availability",
      progress: { kind: "unknown" },
      checkpoints: told({ completed: checkpointInfo(1, { at: noon }) }),
      is: "stop 9",
    },
    {
      when: "the job takes no checkpoints",
      progress: { kind: "unknown" },
      checkpoints: { kind: "disabled" },
      is: "stop undefined",
    },
  ])("is known as it should be where $when", ({ is, ...given }) => {
    expect(words(newestKnown(looked(given)))).toBe(is);
  });

  test.for<Given & { readonly when: string; readonly is: string }>([
    { when: "Flink names its path", state: aState(), is: "stop undefined" },
    { when: "Flink's list has it too", state: aState(), checkpoints: told({ savepoint: inList }), is: "stop 9" },
    { when: "Flink's list has it by now", checkpoints: told({ savepoint: inList }), is: "stop 9" },
    { when: "it was known with its id", state: { ...bare, checkpointId: 9 }, is: "stop 9" },
  ])("is recorded as soon as $when", ({ is, ...given }) => {
    const progress = { kind: "completed", path } as const;
    expect(words(stoppedState(looked({ ...given, progress }), noon))).toBe(is);
  });

  test("is older than what the HA metadata has by then", () => {
    const progress = { kind: "failed", because: "declined" } as const;
    const known = newestKnown(looked({ progress, checkpoints: told({ restored: checkpointInfo(8) }) }));
    const restore = { upgradeMode: "last-state", known, haKind: "looked", jobId: job } as const;
    const from = (checkpointId: number) => restorePoint({ ...restore, ha: { jobId: job, checkpointId } });
    expect(from(8)).toMatchObject({ restoreFrom: { kind: "savepoint", path } });
    expect(from(10)).toMatchObject({ restoreFrom: { kind: "lastState" } });
  });

  test("tells that the job has begun again without it, unless there is HA metadata", () => {
    const seen = looked({ progress: { kind: "unknown" }, checkpoints: told({ completed: checkpointInfo(2) }) });
    expect(startedOver(seen)).toContain("was at checkpoint 9");
    expect(startedOver({ ...seen, ha: kept({ checkpointId: 8 }) })).toBeUndefined();
    expect(startedOver({ ...seen, ha: { kind: "elsewhere" } })).toBeUndefined();
  });
});
