import { describe, expect, test } from "vitest";
import { decide } from "../../../../lib/core/lifecycle/decide.ts";
import type { Plan } from "../../../../lib/core/lifecycle/plan.ts";
import { later, minutes, rfc3339, seconds } from "../../../../lib/core/time.ts";
import {
  aDeployment,
  aLook,
  answeredOf,
  aSession,
  circumstances,
  deployed,
  job,
  kept,
  noon,
  nothingKept,
} from "../support/builders.ts";
import { does, type Row } from "../support/does.ts";
import { aState, checkpointInfo, seenEnded, silent, specOf, staged, told, type Stage } from "../support/stages.ts";

const image = { image: "flink:1.20.9" };
const savepoint: Stage = {
  last: { mode: "savepoint" },
  wanted: { mode: "savepoint", spec: image },
  metadata: { generation: 2 },
};
const running = answeredOf("RUNNING", { checkpoints: told({ completed: checkpointInfo(9) }) });

const planned = ({ stage = savepoint, seen = {}, after = 0 }: Omit<Row, "when" | "does">): Plan =>
  decide(
    aLook({ resource: staged(stage), jobManager: aDeployment(), pods: [], ha: nothingKept, ...seen }),
    circumstances(later(noon, seconds(after))),
  );

/** What is rolled back. */
const bad: Stage = {
  last: { mode: "savepoint", spec: image },
  stable: { mode: "savepoint" },
  reached: { state: "running", upgradeMode: "savepoint" },
  state: "ROLLING_BACK",
};
const failedStop = (attempts: number, generation = 2) => ({
  failedStop: { attempts, generation, because: "declined", at: rfc3339(noon) },
});
const never = { jobManager: aDeployment({ availableReplicas: 0, neverAvailable: true }) };
const redeploy = (path?: string): Stage => ({
  ...savepoint,
  wanted: {
    mode: "savepoint",
    job: { savepointRedeployNonce: 3, ...(path === undefined ? {} : { initialSavepointPath: path }) },
  },
});

describe("a spec that asks for another cluster", () => {
  test.for<Row>([
    { when: "the job runs", seen: { flink: running }, does: "stop: savepoint" },
    {
      when: "it is to be suspended",
      stage: { ...savepoint, wanted: { mode: "savepoint", wants: "suspended" } },
      seen: { flink: running },
      does: "stop: savepoint",
    },
    {
      when: "only an option of ours changes",
      stage: { wanted: { configuration: { "kubernetes.operator.reconcile.interval": "1 min" } } },
      seen: { flink: running },
      does: "wait",
    },
    {
      when: "only the upgrade mode changes",
      stage: { wanted: { mode: "savepoint" } },
      seen: { flink: running },
      does: "wait",
    },
    {
      when: "it is invalid",
      stage: { ...savepoint, wanted: { mode: "savepoint", spec: { serviceAccount: undefined } } },
      seen: { flink: running },
      does: "wait: ValidationError",
    },
    { when: "it names another state", stage: redeploy("s3://user/1"), seen: { flink: running }, does: "stop: forget" },
    {
      when: "it names another state, and the job is being cancelled",
      stage: redeploy("s3://user/1"),
      seen: { flink: answeredOf("CANCELLING") },
      does: "stopped by savepoint from s3://user/1",
    },
    {
      when: "it names another state, and the job has ended",
      stage: redeploy("s3://user/1"),
      seen: { flink: answeredOf("FAILED") },
      does: "stopped by savepoint from s3://user/1",
    },
    {
      when: "it names another state, and nobody answers",
      stage: redeploy("s3://user/1"),
      seen: { flink: silent },
      does: "stopped by savepoint from s3://user/1",
    },
    {
      when: "it asks for no state by another nonce",
      stage: redeploy(),
      seen: { flink: answeredOf("FAILED") },
      does: "wait: ValidationError",
    },
    { when: "state is in doubt", seen: { jobManager: undefined }, does: "wait: StateInDoubt" },
    {
      when: "the job has ended",
      stage: { ...savepoint, jobStatus: seenEnded("FAILED") },
      seen: { flink: answeredOf("FAILED", { checkpoints: told({ completed: checkpointInfo(9) }) }) },
      does: "stopped by savepoint from s3://state/cp/chk-9",
    },
    {
      when: "nothing of the first deployment ever came up",
      stage: { ...savepoint, first: true, reached: { state: "running", upgradeMode: "stateless" } },
      seen: never,
      does: "stopped by stateless, still the first",
    },
    {
      when: "the first deployment never counted as available, and its job has a checkpoint",
      stage: { ...savepoint, first: true, reached: { state: "running", upgradeMode: "stateless" } },
      seen: { ...never, ha: kept({ checkpointId: 4 }) },
      does: "stopped by last-state",
    },
    {
      when: "a later deployment never came up",
      stage: { ...savepoint, reached: { state: "running", upgradeMode: "savepoint" } },
      seen: never,
      does: "stopped by savepoint",
    },
    {
      when: "another operator had begun to stop the job",
      stage: { ...savepoint, state: "UPGRADING" },
      seen: { flink: running },
      does: "stop: savepoint",
    },
    {
      when: "another operator had begun to stop the job, and the spec is invalid by now",
      stage: { ...savepoint, state: "UPGRADING", wanted: { mode: "savepoint", spec: { serviceAccount: undefined } } },
      seen: { flink: running },
      does: "stop: savepoint",
    },
    {
      when: "another operator had begun to stop the job, and the spec is stateless and invalid by now",
      stage: { ...savepoint, state: "UPGRADING", wanted: { mode: "stateless", spec: { serviceAccount: undefined } } },
      seen: { flink: running },
      does: "stop: savepoint",
    },
    {
      when: "a stateless deployment is rolled back to a spec with state",
      stage: {
        ...bad,
        last: { mode: "stateless", spec: image },
        reached: { state: "running", upgradeMode: "stateless" },
      },
      seen: { flink: answeredOf("RESTARTING"), ha: kept({ checkpointId: 4 }) },
      does: "stop: forget",
    },
    {
      when: "a deployment with state is rolled back to a stateless spec",
      stage: { ...bad, stable: { mode: "stateless" } },
      seen: { flink: answeredOf("RESTARTING"), ha: kept({ checkpointId: 4 }) },
      does: "stopped by last-state, rolling back",
    },
    {
      when: "the job has begun again with older state",
      stage: { ...savepoint, fleet: { state: aState({ checkpointId: 12 }) } },
      seen: { flink: running },
      does: "wait: StateInDoubt",
    },
    {
      when: "another operator had begun to cancel the job",
      stage: { ...savepoint, state: "UPGRADING" },
      seen: { flink: answeredOf("CANCELLING") },
      does: "wait for cancellation",
    },
  ])("$when → $does", (row) => {
    expect(does(planned(row))).toBe(row.does);
  });

  test("of a session cluster removes it, and tells", () => {
    const session = (flink: string) => aSession({ spec: { image: flink } });
    const resource = { ...deployed(session("flink:1")), spec: session("flink:2").spec };
    const plan = decide(aLook({ resource, jobManager: aDeployment() }), circumstances());
    expect(does(plan)).toBe("stopped by last-state");
    expect(plan.tell?.map(({ reason }) => reason)).toEqual(["SpecChanged", "Suspended"]);
  });
});

describe("the announced stop", () => {
  test("has all that a later run needs", () => {
    expect(planned({ seen: { flink: running }, after: 1 })).toMatchObject({
      intent: {
        kind: "stop",
        way: "savepoint",
        from: "DEPLOYED",
        generation: 2,
        jobId: job,
        triggerId: circumstances().fresh.triggerId,
        at: rfc3339(later(noon, seconds(1))),
      },
      effect: {
        kind: "stopWithSavepoint",
        job,
        request: {
          triggerId: circumstances().fresh.triggerId,
          directory: "s3://state/sp",
          format: "CANONICAL",
          drain: false,
        },
      },
    });
  });

  test.for(["ROLLED_BACK", "ROLLING_BACK"] as const)("goes back to %s when it fails", (state) => {
    expect(
      planned({ stage: { ...savepoint, state, stable: { mode: "savepoint" } }, seen: { flink: running } }),
    ).toMatchObject({ intent: { from: state } });
  });

  test.for([
    { when: "Flink tells of one that is under way", checkpoints: told({ newestId: 12 }), newest: 12 },
    { when: "Flink tells of none", checkpoints: told(), newest: 0 },
    { when: "we know a newer one of this job", checkpoints: told({ newestId: 5 }), state: aState(), newest: 7 },
    {
      when: "we know one of the job before",
      checkpoints: told({ newestId: 5 }),
      state: aState({ jobId: "a".repeat(32) }),
      newest: 5,
    },
    { when: "Flink takes none", checkpoints: { kind: "disabled" }, newest: undefined },
  ] as const)("has the newest id of a checkpoint: $when", ({ checkpoints, newest, ...known }) => {
    const plan = planned({
      stage: { ...savepoint, fleet: known },
      seen: { flink: answeredOf("RUNNING", { checkpoints }), ha: kept() },
    });
    expect(plan.act === "stop" && plan.intent.newestCheckpoint).toBe(newest);
  });

  test("names no savepoint before 1.15: Flink does", () => {
    const v14 = { flinkVersion: "v1_14", image: "flink:1.14" };
    const plan = planned({
      stage: {
        last: { mode: "savepoint", spec: v14 },
        wanted: { mode: "savepoint", spec: { ...v14, image: "flink:1.14.6" } },
      },
      seen: { flink: running },
    });
    expect(plan.act === "stop" && plan.intent).not.toHaveProperty("triggerId");
    expect(plan).toMatchObject({ act: "stop", effect: { kind: "stopWithSavepoint" } });
  });

  test("is told once a generation", () => {
    const plan = planned({ seen: { flink: running } });
    expect(plan.tell?.map(({ reason, key }) => `${reason} ${key}`)).toEqual([
      "SpecChanged SpecChange: 2",
      "Suspended undefined",
    ]);
  });
});

describe("a stop that has failed", () => {
  test.for([
    { attempts: 1, after: 9, does: "wait: SavepointError" },
    { attempts: 1, after: 10, does: "stop: savepoint" },
    { attempts: 3, after: 39, does: "wait: SavepointError" },
    { attempts: 3, after: 40, does: "stop: savepoint" },
    { attempts: 9, after: 299, does: "wait: SavepointError" },
    { attempts: 9, after: 300, does: "stop: savepoint" },
    { attempts: 5000, after: 300, does: "stop: savepoint" },
  ])("$attempts times, $after seconds ago → $does", ({ attempts, after, does: wanted }) => {
    expect(
      does(planned({ stage: { ...savepoint, fleet: failedStop(attempts) }, seen: { flink: running }, after })),
    ).toBe(wanted);
  });

  test("for another generation is no reason to wait", () => {
    expect(does(planned({ stage: { ...savepoint, fleet: failedStop(9, 1) }, seen: { flink: running } }))).toBe(
      "stop: savepoint",
    );
  });

  test("does not hold back one that gives the state up", () => {
    const stage = { ...redeploy("s3://user/1"), fleet: failedStop(9) };
    expect(does(planned({ stage, seen: { flink: running } }))).toBe("stop: forget");
  });
});

describe("state in doubt", () => {
  const doubt = (stage: Stage): string => {
    const plan = planned({ stage, seen: { jobManager: undefined } });
    return plan.act === "wait" ? (plan.obstacle?.message ?? "") : "";
  };
  test("says what is known, and how to answer", () => {
    expect(doubt({ ...savepoint, fleet: { state: aState() } })).toMatch(
      /Manual restore required\. The newest known state is checkpoint s3:\/\/state\/cp\/chk-7 of .*initialSavepointPath.*savepointRedeployNonce.*stateless/u,
    );
    expect(doubt(savepoint)).toContain("No state of the job is known");
  });
});

test("after a rollback the wanted spec of before is not tried again", () => {
  const resource = staged({
    last: { spec: { image: "flink:bad" } },
    stable: { spec: { image: "flink:good" } },
    state: "ROLLED_BACK",
  });
  const plan = (spec = resource.spec) =>
    decide(
      aLook({ resource: { ...resource, spec }, jobManager: aDeployment(), flink: running, ha: kept() }),
      circumstances(later(noon, minutes(9))),
    );
  expect(does(plan())).toBe("wait");
  expect(does(plan(specOf({ spec: { image: "flink:good" } }).spec))).toBe("turn: accepted");
  expect(does(plan(specOf({ spec: { image: "flink:mended" } }).spec))).toBe("stopped by last-state");
});
