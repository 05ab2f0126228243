import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JobId, JobState } from "../../../../lib/core/flink.ts";
import { generationOf, jobsOfOurs, sessionJobId } from "../../../../lib/core/lifecycle/sessionJobs/jobsOfOurs.ts";
import { runs } from "../support/runs.ts";
import { anApplication, aLook, answered, job } from "../support/builders.ts";
import { jobIds, jobNamed, ourJob, sessionLook } from "../support/sessionLook.ts";

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`, "u"));

describe("the id of a session job's job", () => {
  test("is that of a job to Flink, tells its owner and its generation, and the rest is by chance", () => {
    fc.assert(
      fc.property(
        hex(64),
        fc.integer({ min: 1, max: 0xffffff - 1 }),
        hex(32),
        hex(32),
        (ids, generation, one, other) => {
          const id = sessionJobId(ids, generation, one as JobId);
          expect(id).toMatch(/^[0-9a-f]{32}$/u);
          expect(id.slice(0, 12)).toBe(ids.slice(0, 12));
          expect(id.slice(18)).toBe(one.slice(18));
          expect(generationOf(id)).toBe(generation);
          expect(sessionJobId(ids, generation, other as JobId) === id).toBe(one.slice(18) === other.slice(18));
        },
      ),
      runs(200),
    );
  });

  test("a generation that is too large for its digits keeps the last of them", () => {
    expect(sessionJobId(jobIds, 0x1_000_00a, job)).toBe(`c0ffeec0ffee00000a${job.slice(18)}`);
  });
});

describe("the jobs of a session job", () => {
  const seen = (state: JobState, id = ourJob()) => sessionLook({ flink: answered(jobNamed(id, state)) }).seen;
  test.for([
    { when: "that runs", look: seen("RUNNING"), ours: 1 },
    { when: "that is being cancelled", look: seen("CANCELLING"), ours: 1 },
    { when: "that has ended", look: seen("CANCELED"), ours: 0 },
    { when: "of another resource", look: seen("RUNNING", "a".repeat(32) as JobId), ours: 0 },
    {
      when: "that another operator has started, and status tells of",
      look: sessionLook({ job: { last: {} }, flink: answered(jobNamed(job)) }).seen,
      ours: 1,
    },
    {
      when: "and Flink is silent",
      look: sessionLook({ flink: { kind: "unreachable", because: "timeout" } }).seen,
      ours: 0,
    },
    {
      when: "of an application",
      look: aLook({ resource: anApplication(), flink: answered(jobNamed(ourJob())) }),
      ours: 0,
    },
  ])("$when: $ours", ({ look, ours }) => {
    expect(jobsOfOurs(look)).toHaveLength(ours);
  });
});
