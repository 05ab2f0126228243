import { describe, expect, test } from "vitest";
import type { KnownState } from "../../../../lib/api/resources/journal.ts";
import type { Checkpoints } from "../../../../lib/core/flink.ts";
import { namedState, newestState, stateText } from "../../../../lib/core/lifecycle/upgrade/newestState.ts";
import { instant, rfc3339 } from "../../../../lib/core/time.ts";
import { job, noon } from "../support/builders.ts";
import { ago, aState, checkpointInfo, told } from "../support/stages.ts";

const old = instant(ago(60));

describe("the newest state", () => {
  test.for<{ when: string; before?: KnownState; checkpoints: Checkpoints | undefined; is: string | undefined }>([
    { when: "Flink was not asked", before: aState(), checkpoints: undefined, is: "chk-7" },
    { when: "Flink does not know", before: aState(), checkpoints: { kind: "disabled" }, is: "chk-7" },
    { when: "there is none", checkpoints: told(), is: undefined },
    { when: "there is none of this job yet", before: aState(), checkpoints: told(), is: "chk-7" },
    { when: "the first is complete", checkpoints: told({ completed: checkpointInfo(1) }), is: "chk-1" },
    {
      when: "several are known",
      checkpoints: told({
        restored: checkpointInfo(3),
        completed: checkpointInfo(5),
        savepoint: checkpointInfo(4, { isSavepoint: true }),
      }),
      is: "chk-5",
    },
    {
      when: "a savepoint is the newest",
      checkpoints: told({ completed: checkpointInfo(5), savepoint: checkpointInfo(6, { isSavepoint: true }) }),
      is: "savepoint chk-6",
    },
    { when: "it was restored and nothing came since", checkpoints: told({ restored: checkpointInfo(3) }), is: "chk-3" },
    {
      when: "the newest lies in memory only",
      checkpoints: told({ completed: checkpointInfo(5, { path: undefined }), restored: checkpointInfo(3) }),
      is: "chk-3",
    },
    {
      when: "a newer one of this job",
      before: aState(),
      checkpoints: told({ completed: checkpointInfo(8, { at: old }) }),
      is: "chk-8",
    },
    {
      when: "an older one of this job",
      before: aState(),
      checkpoints: told({ completed: checkpointInfo(6) }),
      is: "chk-7",
    },
    {
      when: "the JobManager came up anew and counts from before",
      before: aState(),
      checkpoints: told({ restored: checkpointInfo(2), completed: checkpointInfo(3) }),
      is: "chk-7",
    },
    {
      when: "one of a new job, taken later",
      before: aState({ jobId: "a".repeat(32), checkpointId: 90 }),
      checkpoints: told({ completed: checkpointInfo(8) }),
      is: "chk-8",
    },
    {
      when: "one of a new job, taken earlier by a clock that is behind ours",
      before: aState({ jobId: "a".repeat(32), checkpointId: 2 }),
      checkpoints: told({ completed: checkpointInfo(8, { at: old }) }),
      is: "chk-8",
    },
    {
      when: "one of a job that was started from a state of which no job is known",
      before: aState({ jobId: undefined, checkpointId: undefined, kind: "savepoint" }),
      checkpoints: told({ completed: checkpointInfo(8, { at: old }) }),
      is: "chk-8",
    },
    {
      when: "the job was stopped with a savepoint, and Flink tells of the checkpoint before",
      before: aState({ checkpointId: undefined, kind: "savepoint" }),
      checkpoints: told({ completed: checkpointInfo(8, { at: old }) }),
      is: "savepoint chk-7",
    },
  ])("$when → $is", ({ before, checkpoints, is }) => {
    const found = newestState(before, job, checkpoints, "v1_20");
    const name = found?.path.slice("s3://state/cp/".length);
    expect(found?.kind === "savepoint" ? `savepoint ${name}` : name).toBe(is);
  });

  test("is remembered with all that a later decision needs", () => {
    expect(newestState(undefined, job, told({ completed: checkpointInfo(8, { at: noon }) }), "v1_20")).toEqual({
      kind: "checkpoint",
      path: "s3://state/cp/chk-8",
      jobId: job,
      checkpointId: 8,
      flinkVersion: "v1_20",
      at: rfc3339(noon),
      verified: true,
    });
    expect(newestState(undefined, job, told({ completed: checkpointInfo(8) }), undefined)).not.toHaveProperty(
      "flinkVersion",
    );
  });

  test("stays what it was when the job was restored from it", () => {
    const before = aState({ jobId: "a".repeat(32), at: rfc3339(noon) });
    const restored = told({ restored: checkpointInfo(7, { at: ago(-5) }) });
    expect(newestState(before, job, restored, "v1_20")).toBe(before);
  });

  test("that a user named is not verified", () => {
    expect(namedState("s3://user/1", { jobId: job, flinkVersion: "v1_20" }, noon)).toEqual({
      kind: "savepoint",
      path: "s3://user/1",
      jobId: job,
      flinkVersion: "v1_20",
      at: rfc3339(noon),
      verified: false,
    });
    expect(Object.keys(namedState("s3://user/1", { jobId: undefined, flinkVersion: undefined }, noon))).toEqual([
      "kind",
      "path",
      "at",
      "verified",
    ]);
  });

  test("is told by kind, path and time", () => {
    expect(stateText(aState())).toBe(`checkpoint s3://state/cp/chk-7 of ${rfc3339(instant(ago(10)))}`);
  });
});
