import { describe, expect, test } from "vitest";
import { statusError } from "../../../../lib/core/lifecycle/spec/statusError.ts";

const exceptions = "org.apache.flink.kubernetes.operator.exception";

describe("statusError", () => {
  test("a deployment failure has the bytes of the Apache operator", () => {
    const message =
      'MountVolume.SetUp failed for volume "flink-config-volume" : configmap "flink-config-sta" not found';
    expect(statusError({ kind: "deployment", reason: "FailedMount", message })).toBe(
      `{"type":"${exceptions}.DeploymentFailedException","message":${JSON.stringify(message)},"additionalMetadata":{"reason":"FailedMount"},"throwableList":[]}`,
    );
  });

  test.for([
    ["validation", "ValidationException"],
    ["upgrade", "UpgradeFailureException"],
    ["reconciliation", "ReconciliationException"],
  ] as const)("%s → %s", ([kind, type]) => {
    expect(statusError({ kind, message: "no" })).toBe(
      `{"type":"${exceptions}.${type}","message":"no","additionalMetadata":{},"throwableList":[]}`,
    );
  });

  test("at most two causes, each with its HTTP status if it has one", () => {
    const causes = [
      { type: "a.B", message: "b", httpResponseCode: 404 },
      { type: "c.D", message: "d" },
      { type: "e.F", message: "f" },
    ];
    expect(JSON.parse(statusError({ kind: "reconciliation", message: "m", causes }))).toEqual({
      type: `${exceptions}.ReconciliationException`,
      message: "m",
      additionalMetadata: {},
      throwableList: [
        { type: "a.B", message: "b", additionalMetadata: { httpResponseCode: 404 } },
        { type: "c.D", message: "d", additionalMetadata: {} },
      ],
    });
  });

  test("no field is longer than 2048", () => {
    const long = "Q".repeat(3000);
    const cause = { type: long, message: long };
    const texts = [
      ...statusError({ kind: "deployment", reason: long, message: long }).matchAll(/Q+/g),
      ...statusError({ kind: "upgrade", message: long, causes: [cause] }).matchAll(/Q+/g),
    ].map(([text]) => text.length);
    expect(texts).toEqual([2048, 2048, 2048, 2048, 2048]);
  });
});
