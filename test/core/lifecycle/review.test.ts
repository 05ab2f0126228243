import { describe, expect, test } from "vitest";
import { decide } from "../../../lib/core/lifecycle/decide.ts";
import { report } from "../../../lib/core/lifecycle/status/report.ts";
import type { Seen } from "../../../lib/core/lifecycle/seen.ts";
import { later, minutes, rfc3339, seconds, type Instant } from "../../../lib/core/time.ts";
import {
  aDeployIntent,
  aDeployment,
  aLook,
  aPod,
  answered,
  answeredOf,
  circumstances,
  job,
  kept,
  noon,
  nothingKept,
} from "./support/builders.ts";
import { does } from "./support/does.ts";
import { aState, checkpointInfo, seenEnded, silent, staged, told, type SpecParts } from "./support/stages.ts";

const image = { image: "flink:1.20.9" };
const newSpec = { metadata: { generation: 2 } };
const planned = (seen: Partial<Seen>, now: Instant = noon): string =>
  does(decide(aLook({ jobManager: aDeployment(), pods: [], ha: nothingKept, ...seen }), circumstances(now)));

describe("a state that has taken the place of all that a job has left", () => {
  const inItsPlace = aState({
    kind: "savepoint",
    path: "s3://state/sp/named",
    checkpointId: undefined,
    at: rfc3339(noon),
  });
  const resource = staged({
    last: { ...image, mode: "savepoint" },
    reached: { state: "suspended", upgradeMode: "savepoint" },
    state: "UPGRADING",
    fleet: { state: inItsPlace, stoppedAt: rfc3339(noon) },
  });

  test.for([
    ["goes on until its pods are gone", "RUNNING"],
    ["has ended by a clock that is ahead of ours", "FINISHED"],
  ] as const)("stays, though Flink tells of a later checkpoint: the job %s", ([, state]) => {
    const checkpoints = told({ completed: checkpointInfo(9, { at: later(noon, seconds(3)) }) });
    const seen = aLook({
      resource,
      jobManager: aDeployment(),
      pods: [aPod()],
      flink: answeredOf(state, { checkpoints }),
    });
    const now = circumstances(later(noon, seconds(5)));
    const { status } = report(seen, decide(seen, now), { kind: "done" }, now);
    expect(status.fleet?.state).toEqual(inItsPlace);
  });
});

describe("a job that has run and ended, and whose last state is not known", () => {
  const parts = {
    last: { mode: "savepoint", ha: false },
    wanted: { mode: "savepoint", ha: false, spec: image },
    ...newSpec,
    stable: { mode: "savepoint", ha: false },
    jobStatus: seenEnded("FAILED"),
  } as const;

  test("is not started empty once its JobManager is gone", () => {
    expect(planned({ resource: staged(parts), jobManager: undefined })).toBe("wait: StateInDoubt");
  });

  test("is not started from what it was itself started from", () => {
    const older = aState({ kind: "savepoint", jobId: "a".repeat(32), checkpointId: undefined });
    const resource = staged({ ...parts, fleet: { state: older } });
    expect(planned({ resource, jobManager: undefined })).toBe("wait: StateInDoubt");
  });

  test("is not started empty where its checkpoints lay in the JobManager's memory", () => {
    const checkpoints = told({ completed: checkpointInfo(9, { path: undefined }) });
    expect(planned({ resource: staged(parts), flink: answeredOf("FAILED", { checkpoints }) })).toBe(
      "wait: StateInDoubt",
    );
  });

  test("goes on from its last checkpoint once that is known", () => {
    const resource = staged({ ...parts, fleet: { state: aState() } });
    expect(planned({ resource, jobManager: undefined })).toBe("stopped by savepoint");
  });
});

describe("taken over after a stop with a savepoint that nobody has yet restored", () => {
  test("goes on from the savepoint, and not from the older checkpoint that HA metadata still names", () => {
    const resource = staged({
      last: { mode: "savepoint" },
      reached: { state: "suspended", upgradeMode: "savepoint" },
      state: "UPGRADING",
      jobStatus: { state: "FINISHED", upgradeSavepointPath: "s3://state/sp/stop" },
    });
    // HA metadata goes first, and then the savepoint is restored.
    expect(planned({ resource, jobManager: undefined, ha: kept({ checkpointId: 9 }) })).toBe("deleteHaMetadata");
    expect(planned({ resource, jobManager: undefined })).toBe("create from s3://state/sp/stop");
  });
});

describe("a job whose checkpoints would go with it is not cancelled", () => {
  const inMemory = told({ completed: checkpointInfo(9, { path: undefined }) });
  const onDisk = told({ completed: checkpointInfo(9) });
  const retained = (kept: string): object => ({ "execution.checkpointing.externalized-checkpoint-retention": kept });
  const wants = (mode: "savepoint" | "last-state", configuration: object = {}): Seen["resource"] => {
    const parts = { mode, ha: false, configuration: { ...configuration } };
    return staged({ last: parts, wanted: { ...parts, spec: image }, ...newSpec });
  };

  test.for([
    [
      "they are in memory, and it runs",
      wants("last-state"),
      answeredOf("RUNNING", { checkpoints: inMemory }),
      "stop: savepoint",
    ],
    [
      "they are in memory, and it restarts",
      wants("savepoint"),
      answeredOf("RESTARTING", { checkpoints: inMemory }),
      "wait for healthyJob",
    ],
    [
      "they are deleted then, and it runs",
      wants("last-state", retained("DELETE_ON_CANCELLATION")),
      answeredOf("RUNNING", { checkpoints: onDisk }),
      "stop: savepoint",
    ],
    [
      "they are deleted then, and it restarts",
      wants("last-state", retained("NO_EXTERNALIZED_CHECKPOINTS")),
      answeredOf("RESTARTING", { checkpoints: onDisk }),
      "wait for healthyJob",
    ],
    [
      "they are retained",
      wants("last-state", retained("RETAIN_ON_CANCELLATION")),
      answeredOf("RUNNING", { checkpoints: onDisk }),
      "stop: cancel",
    ],
    [
      "it has none yet",
      wants("last-state", retained("DELETE_ON_CANCELLATION")),
      answeredOf("RESTARTING", { checkpoints: told() }),
      "stop: cancel",
    ],
  ] as const)("%s", ([, resource, flink, does]) => {
    expect(planned({ resource, flink })).toBe(does);
  });
});

describe("a JobManager that does not come up again while its job is being stopped", () => {
  const down = aDeployment({ availableReplicas: 0 });
  const after = later(noon, minutes(6));
  const stopped = (wanted: SpecParts = {}, way: "savepoint" | "cancel" = "savepoint"): Seen["resource"] =>
    staged({
      last: { mode: "savepoint" },
      wanted: { mode: "savepoint", spec: image, ...wanted },
      state: "UPGRADING",
      ...newSpec,
      fleet: {
        intent: { kind: "stop", way, from: "DEPLOYED", generation: 1, jobId: job, at: rfc3339(noon) },
        step: { name: way === "savepoint" ? "savepoint" : "cancellation", since: rfc3339(noon) },
      },
    });

  test.for([
    ["is waited for", { ha: kept({ checkpointId: 5 }) }, later(noon, minutes(4)), "wait for savepoint"],
    [
      "is left behind, and its HA metadata gone on from",
      { ha: kept({ checkpointId: 5 }) },
      after,
      "stopped by last-state",
    ],
    [
      "is left behind where it is up and has not its job",
      { ha: kept(), jobManager: aDeployment(), flink: answered() },
      after,
      "stopped by last-state",
    ],
    ["is waited for without HA metadata", {}, after, "wait for savepoint"],
    [
      "is waited for where it is up and silent",
      { ha: kept(), jobManager: aDeployment(), flink: silent },
      after,
      "wait for savepoint",
    ],
  ] as const)("%s", ([, seen, now, does]) => {
    expect(planned({ resource: stopped(), jobManager: down, flink: { kind: "notAsked" }, ...seen }, now)).toBe(does);
  });

  test.for(["savepoint", "cancel"] as const)(
    "stopped by %s: each of the ways that its deadline tells leads out",
    (way) => {
      const late = later(noon, minutes(20));
      const overdue = decide(
        aLook({ resource: stopped({}, way), jobManager: down, pods: [], ha: nothingKept }),
        circumstances(late),
      );
      expect(overdue.obstacle?.message).toMatch(
        /initialSavepointPath and another job.savepointRedeployNonce; .* stateless/u,
      );
      const named = { job: { initialSavepointPath: "s3://state/sp/mine", savepointRedeployNonce: 7 } };
      expect(planned({ resource: stopped(named, way), jobManager: down }, late)).toBe(
        "stopped by savepoint from s3://state/sp/mine",
      );
      expect(planned({ resource: stopped({ mode: "stateless" }, way), jobManager: down }, late)).toBe(
        "stopped by stateless given up",
      );
    },
  );
});

test("a doubt about a stop whose job Flink does not know any more stays one at the next look", () => {
  const resource = staged({
    last: { mode: "savepoint", ha: false },
    wanted: { mode: "savepoint", ha: false, spec: image },
    state: "UPGRADING",
    fleet: {
      intent: { kind: "stop", way: "savepoint", from: "DEPLOYED", generation: 1, jobId: job, at: rfc3339(noon) },
      step: { name: "savepoint", since: rfc3339(noon) },
    },
  });
  const look = { jobManager: aDeployment(), pods: [], ha: nothingKept, flink: answered() };
  const first = aLook({ resource, ...look });
  const now = circumstances(later(noon, minutes(2)));
  const { status } = report(first, decide(first, now), { kind: "nothing" }, now);
  const next = aLook({ resource: { ...resource, status }, ...look });
  expect(does(decide(next, circumstances(later(noon, minutes(3)))))).toBe("wait: StateInDoubt");
});

describe("a JobManager that is lost while its job is stopped for another version of Flink", () => {
  const lost = (flinkVersion: string): string =>
    planned({
      resource: staged({
        last: { mode: "savepoint" },
        wanted: { mode: "savepoint", spec: { flinkVersion, image: "flink" } },
        state: "UPGRADING",
        ...newSpec,
        fleet: {
          intent: { kind: "stop", way: "savepoint", from: "DEPLOYED", generation: 2, jobId: job, at: rfc3339(noon) },
        },
      }),
      jobManager: undefined,
      ha: kept({ checkpointId: 4 }),
    });

  test("does not leave its HA metadata to that version", () => {
    expect(lost("v2_1")).toBe("wait: StateInDoubt");
  });

  test("goes on from it once the version is set back", () => {
    expect(lost("v1_20")).toBe("stopped by last-state");
  });
});

test("savepoint-on-deletion holds for a job that was started and not yet recorded", () => {
  const resource = staged({
    last: { mode: "savepoint", configuration: { "kubernetes.operator.job.savepoint-on-deletion": "true" } },
    reached: { state: "suspended", upgradeMode: "savepoint" },
    state: "UPGRADING",
    metadata: { deletionTimestamp: rfc3339(noon) },
    fleet: {
      state: aState(),
      intent: aDeployIntent({ restoreFrom: { kind: "savepoint", path: aState().path } }),
    },
  });
  const now = circumstances(later(noon, minutes(2)));
  const seen = { jobManager: aDeployment(), pods: [], flink: answeredOf("RUNNING") };
  const first = aLook({ resource, ...seen });
  const { status } = report(first, decide(first, now), { kind: "nothing" }, now);
  expect(planned({ resource: { ...resource, status }, ...seen }, now.now)).toBe("stop: savepoint");
});
