import { describe, expect, test } from "vitest";
import type { CheckpointTimes } from "../../../../lib/core/configuration/checkpointTimes.ts";
import { clusterHealth, type HealthQuestion } from "../../../../lib/core/lifecycle/health/clusterHealth.ts";
import { healthInfoText, readHealthInfo, type HealthInfo } from "../../../../lib/core/lifecycle/health/healthInfo.ts";
import { instant, minutes, seconds } from "../../../../lib/core/time.ts";

const now = instant(Date.UTC(2026, 0, 1, 12));
const ago = (sec: number): number => now - seconds(sec);
const times: CheckpointTimes = { interval: minutes(1), timeout: minutes(10), tolerableFailures: 0 };
const option = (name: string): string => `kubernetes.operator.cluster.health-check.${name}`;

const info = (parts: Partial<HealthInfo> = {}): HealthInfo => ({
  timeStamp: ago(60),
  numRestarts: 10,
  numRestartsEvaluationTimeStamp: ago(60),
  numCompletedCheckpoints: 5,
  numCompletedCheckpointsIncreasedTimeStamp: ago(60),
  healthResult: { healthy: true, error: null },
  ...parts,
});

/** A look: a minute after the last one, at a job that goes on as it should. */
const look = (parts: Partial<HealthQuestion> = {}): HealthQuestion => ({
  options: {},
  before: healthInfoText(info()),
  metrics: { numRestarts: 10, numberOfCompletedCheckpoints: 6 },
  checkpointTimes: times,
  now,
  ...parts,
});

const remembered = (question: HealthQuestion): HealthInfo | undefined => {
  const found = clusterHealth(question);
  return found.kind === "unknown" ? undefined : readHealthInfo(found.info);
};

describe("the first sample", () => {
  const sample =
    `{"timeStamp":${now},"numRestarts":70,"numRestartsEvaluationTimeStamp":${now},"numCompletedCheckpoints":3,` +
    `"numCompletedCheckpointsIncreasedTimeStamp":${now},"healthResult":{"healthy":true,"error":null}}`;

  test.for<[string, string | undefined]>([
    ["nothing is known", undefined],
    ["no JSON", "{timeStamp"],
    ["JSON of something else", '"healthy"'],
    ["a number that is none", '{"timeStamp":"1","numRestarts":1}'],
    ["a time that is to come", healthInfoText(info({ timeStamp: now + 1 }))],
  ])("is remembered as the Apache operator writes it, and not judged: %s", ([, before]) => {
    const metrics = { numRestarts: 70, numberOfCompletedCheckpoints: 3 };
    expect(clusterHealth(look({ before, metrics }))).toEqual({ kind: "healthy", info: sample });
  });
});

test("what older versions wrote is understood", () => {
  expect(readHealthInfo('{"timeStamp":1,"numRestarts":2,"healthResult":{"healthy":false,"error":"e"}}')).toEqual({
    timeStamp: 1,
    numRestarts: 2,
    numRestartsEvaluationTimeStamp: 1,
    numCompletedCheckpoints: 0,
    numCompletedCheckpointsIncreasedTimeStamp: 1,
    healthResult: { healthy: false, error: "e" },
  });
});

test("what is written is read", () => {
  const found = info({ healthResult: { healthy: false, error: "Restart count hit threshold: 64" } });
  expect(readHealthInfo(healthInfoText(found))).toEqual(found);
});

describe("restarts", () => {
  test.for<[string, number, number, HealthQuestion["options"], boolean]>([
    // restarts since the baseline, its age in seconds, options, healthy
    ["as many as may be", 64, 60, {}, true],
    ["one more", 65, 60, {}, false],
    ["one more, at the end of the window", 65, 120, {}, false],
    ["one more, in twice the window", 65, 240, {}, true],
    ["as many more in twice the window", 130, 240, {}, false],
    ["a fraction more is not one more", 129, 240, {}, true],
    ["another threshold", 4, 60, { [option("restarts.threshold")]: "3" }, false],
    ["another window", 65, 60, { [option("restarts.window")]: "30 s" }, true],
    ["at the very moment of the baseline", 65, 0, {}, false],
  ])("%s", ([, more, age, options, healthy]) => {
    const before = healthInfoText(info({ timeStamp: ago(age), numRestartsEvaluationTimeStamp: ago(age) }));
    const metrics = { numRestarts: 10 + more, numberOfCompletedCheckpoints: 6 };
    const found = clusterHealth(look({ before, metrics, options }));
    expect(found.kind).toBe(healthy ? "healthy" : "unhealthy");
  });

  test("too many are told with the threshold, in words and in what is remembered", () => {
    const found = clusterHealth(look({ metrics: { numRestarts: 75, numberOfCompletedCheckpoints: 6 } }));
    expect(found).toMatchObject({ kind: "unhealthy", message: "Restart count hit threshold: 64" });
    expect(remembered(look({ metrics: { numRestarts: 75 } }))?.healthResult).toEqual({
      healthy: false,
      error: "Restart count hit threshold: 64",
    });
  });

  test("the baseline stays within the window, and moves after it", () => {
    const metrics = { numRestarts: 12, numberOfCompletedCheckpoints: 6 };
    expect(remembered(look({ metrics }))).toMatchObject({ numRestarts: 10, numRestartsEvaluationTimeStamp: ago(60) });
    const before = healthInfoText(info({ numRestartsEvaluationTimeStamp: ago(121) }));
    expect(remembered(look({ metrics, before }))).toMatchObject({
      numRestarts: 12,
      numRestartsEvaluationTimeStamp: now,
    });
  });

  test("fewer than before: the count began anew", () => {
    const metrics = { numRestarts: 1, numberOfCompletedCheckpoints: 6 };
    expect(remembered(look({ metrics }))).toMatchObject({ numRestarts: 1, numRestartsEvaluationTimeStamp: now });
  });

  test("fullRestarts stand in where there is no numRestarts", () => {
    expect(clusterHealth(look({ metrics: { fullRestarts: 75 } })).kind).toBe("unhealthy");
    expect(clusterHealth(look({ metrics: { fullRestarts: 75, numRestarts: 10 } })).kind).toBe("healthy");
  });

  test("without either nothing is judged", () => {
    expect(clusterHealth(look({ metrics: { numberOfCompletedCheckpoints: 6 } })).kind).toBe("unknown");
  });
});

describe("checkpoints", () => {
  const stuck = { numRestarts: 10, numberOfCompletedCheckpoints: 5 };
  const since = (sec: number): string =>
    healthInfoText(
      info({ numRestartsEvaluationTimeStamp: ago(60), numCompletedCheckpointsIncreasedTimeStamp: ago(sec) }),
    );

  test.for<[string, number, Partial<HealthQuestion>, boolean]>([
    // seconds since the last new one
    ["two timeouts without one", 1200, {}, true],
    ["longer", 1201, {}, false],
    ["longer, but there is a new one", 1201, { metrics: { ...stuck, numberOfCompletedCheckpoints: 6 } }, true],
    ["longer, but the count began anew", 1201, { metrics: { ...stuck, numberOfCompletedCheckpoints: 0 } }, true],
    ["longer, but Flink tells no number", 1201, { metrics: { numRestarts: 10 } }, true],
    ["failures may happen", 1201, { checkpointTimes: { ...times, tolerableFailures: 1 } }, true],
    ["an interval longer than the timeout", 1201, { checkpointTimes: { ...times, interval: minutes(60) } }, true],
    ["a window", 1201, { options: { [option("checkpoint-progress.window")]: "30 min" } }, true],
    [
      "a window that is too short counts as none",
      1201,
      { options: { [option("checkpoint-progress.window")]: "1 s" } },
      false,
    ],
    ["a short one, not yet", 1200, { options: { [option("checkpoint-progress.window")]: "1 s" } }, true],
    ["no checkpointing", 99_999, { checkpointTimes: { ...times, interval: undefined } }, true],
    [
      "no checkpointing that the configuration tells of, and a window",
      1801,
      {
        checkpointTimes: { ...times, interval: undefined },
        options: { [option("checkpoint-progress.window")]: "30 min" },
      },
      false,
    ],
    ["switched off", 99_999, { options: { [option("checkpoint-progress.enabled")]: "false" } }, true],
  ])("%s", ([, age, parts, healthy]) => {
    const found = clusterHealth(look({ before: since(age), metrics: stuck, ...parts }));
    expect(found).toMatchObject(
      healthy ? { kind: "healthy" } : { kind: "unhealthy", message: "Cluster is not able to complete checkpoints" },
    );
  });

  test("a new one is remembered, and a count that began anew", () => {
    for (const completed of [6, 0]) {
      expect(remembered(look({ metrics: { ...stuck, numberOfCompletedCheckpoints: completed } }))).toMatchObject({
        numCompletedCheckpoints: completed,
        numCompletedCheckpointsIncreasedTimeStamp: now,
      });
    }
  });

  test("both troubles are told", () => {
    const found = clusterHealth(look({ before: since(1201), metrics: { ...stuck, numRestarts: 80 } }));
    expect(found).toMatchObject({
      message: "Restart count hit threshold: 64|Cluster is not able to complete checkpoints",
    });
  });
});

test("where nothing is new, the text of before stays, byte for byte", () => {
  const before = ` ${healthInfoText(info())}`;
  const metrics = { numRestarts: 10, numberOfCompletedCheckpoints: 5 };
  expect(clusterHealth(look({ before, metrics }))).toEqual({ kind: "healthy", info: before });
});
