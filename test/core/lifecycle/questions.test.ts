import { describe, expect, test } from "vitest";
import type { JobState } from "../../../lib/core/flink.ts";
import { asksForCheckpoints, keepsHa, looksAtHa } from "../../../lib/core/lifecycle/questions.ts";
import { shippedDefaults } from "../../../lib/core/configuration/defaults.ts";
import { instant, rfc3339 } from "../../../lib/core/time.ts";
import { aDeployment, aJob, aLook, aSession, deployed, noon } from "./support/builders.ts";
import { ago, aState, staged, type Stage } from "./support/stages.ts";

const lens = { defaults: shippedDefaults, now: noon };
const zookeeper = { "high-availability.type": "zookeeper" };
const image = { image: "flink:1.20.9" };
const intent = { kind: "stop", way: "cancel", from: "DEPLOYED", generation: 1, jobId: "x", at: rfc3339(noon) };
const going = { deletionTimestamp: rfc3339(noon) };
const stateOf = (minutesAgo: number) => ({ state: aState({ at: rfc3339(instant(ago(minutesAgo))) }) });

describe("Flink is asked for checkpoints", () => {
  test.for<{ when: string; stage: Stage; job?: JobState; started?: number; asks: boolean }>([
    { when: "all is well, and HA metadata keeps them", stage: {}, asks: false },
    {
      when: "all is well, and HA metadata elsewhere keeps them",
      stage: { last: { configuration: zookeeper } },
      asks: false,
    },
    { when: "the spec has changed", stage: { wanted: { spec: image } }, asks: true },
    { when: "only the upgrade mode has changed", stage: { wanted: { mode: "savepoint" } }, asks: false },
    { when: "a stop is announced", stage: { fleet: { intent } }, asks: true },
    { when: "a cluster is being replaced", stage: { state: "UPGRADING" }, asks: true },
    { when: "it is being rolled back", stage: { state: "ROLLING_BACK" }, asks: true },
    { when: "it was rolled back", stage: { state: "ROLLED_BACK", stable: {} }, asks: false },
    { when: "it is going away", stage: { metadata: going }, asks: true },
    { when: "only the journal keeps them, and has none", stage: { last: { ha: false } }, asks: true },
    {
      when: "only the journal keeps them, and is less than five minutes old",
      stage: { last: { ha: false }, fleet: stateOf(4.9) },
      asks: false,
    },
    {
      when: "only the journal keeps them, and the job has started since",
      stage: { last: { ha: false }, fleet: stateOf(4.9) },
      started: ago(4.8),
      asks: true,
    },
    {
      when: "HA metadata keeps them, and the job has started since",
      stage: { fleet: stateOf(4.9) },
      started: ago(4.8),
      asks: false,
    },
    {
      when: "only the journal keeps them, and has those of the job before",
      stage: { last: { ha: false }, fleet: { state: aState({ jobId: "a".repeat(32), at: rfc3339(noon) }) } },
      asks: true,
    },
    {
      when: "only the journal keeps them, and is five minutes old",
      stage: { last: { ha: false }, fleet: stateOf(5) },
      asks: true,
    },
    {
      when: "only the journal keeps them, and the job is restarting",
      stage: { last: { ha: false } },
      job: "RESTARTING",
      asks: false,
    },
    { when: "there are none", stage: { last: { ha: false, mode: "stateless" } }, asks: false },
    {
      when: "it is stateless, and takes checkpoints all the same",
      stage: { last: { ha: false, mode: "stateless", configuration: { "execution.checkpointing.interval": "1 min" } } },
      asks: true,
    },
    { when: "it is seen to have finished", stage: {}, job: "FINISHED", asks: true },
    { when: "it was seen to have finished", stage: { jobStatus: { state: "FINISHED" } }, job: "FINISHED", asks: false },
    { when: "it was seen to have failed", stage: { jobStatus: { state: "FAILED" } }, job: "FAILED", asks: true },
  ])("$when → $asks", ({ stage, job = "RUNNING", started = ago(60), asks }) => {
    const overview = { ...aJob(job), startTime: started };
    expect(asksForCheckpoints(aLook({ resource: staged(stage) }), overview, lens)).toBe(asks);
  });

  test("only of a job that is there, and of an application", () => {
    const changed = aLook({ resource: staged({ wanted: { spec: image } }) });
    expect(asksForCheckpoints(changed, undefined, lens)).toBe(false);
    expect(
      asksForCheckpoints(
        aLook({ resource: deployed(aSession(), { reconciliationStatus: { state: "UPGRADING" } }) }),
        aJob("RUNNING"),
        lens,
      ),
    ).toBe(false);
  });
});

describe("HA metadata is looked at", () => {
  test.for<{ when: string; stage: Stage; isThere: boolean; looks: boolean }>([
    { when: "all is well", stage: {}, isThere: true, looks: false },
    { when: "the spec has changed", stage: { wanted: { spec: image } }, isThere: true, looks: true },
    { when: "a cluster is being replaced", stage: { state: "UPGRADING" }, isThere: true, looks: true },
    { when: "it is going away", stage: { metadata: going }, isThere: true, looks: true },
    { when: "the JobManager is gone", stage: {}, isThere: false, looks: true },
    {
      when: "the JobManager is gone, and the job is over",
      stage: { jobStatus: { state: "FINISHED" } },
      isThere: false,
      looks: false,
    },
  ])("$when → $looks", ({ stage, isThere, looks }) => {
    expect(looksAtHa(aLook({ resource: staged(stage), jobManager: isThere ? aDeployment() : undefined }), lens)).toBe(
      looks,
    );
  });

  test("of what was deployed only", () => {
    expect(looksAtHa(aLook(), lens)).toBe(false);
  });

  test.for<{ last: Stage["last"]; kept: string }>([
    { last: {}, kept: "inConfigMaps" },
    { last: { configuration: zookeeper }, kept: "elsewhere" },
    { last: { ha: false }, kept: "no" },
  ])("where it is kept: $kept", ({ last, kept }) => {
    expect(keepsHa(aLook({ resource: staged(last === undefined ? {} : { last }) }), shippedDefaults)).toBe(kept);
  });

  test("by the running spec, whatever is asked for by now", () => {
    expect(keepsHa(aLook({ resource: staged({ wanted: { ha: false } }) }), shippedDefaults)).toBe("inConfigMaps");
  });
});
