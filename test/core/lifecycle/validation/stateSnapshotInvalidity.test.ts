import { describe, expect, test } from "vitest";
import { flinkStateSnapshotSpec } from "../../../../lib/api/resources/flinkStateSnapshot.ts";
import {
  stateSnapshotInvalidity,
  type WantedSnapshot,
} from "../../../../lib/core/lifecycle/validation/stateSnapshotInvalidity.ts";
import type { Part } from "./wanted.ts";

const jobReference = { kind: "FlinkSessionJob", name: "etl" };
const wanted = (part: Part, rest: Partial<WantedSnapshot> = {}): WantedSnapshot => ({
  metadata: { namespace: "jobs" },
  spec: flinkStateSnapshotSpec.parse(part),
  status: { state: "TRIGGER_PENDING" },
  target: "found",
  ...rest,
});

describe("stateSnapshotInvalidity", () => {
  test.for<[string, WantedSnapshot, field: string, message: string]>([
    [
      "neither",
      wanted({ jobReference }),
      "spec",
      "Exactly one of checkpoint or savepoint configurations has to be set. Now none is: ",
    ],
    [
      "both",
      wanted({ jobReference, savepoint: {}, checkpoint: {} }),
      "spec",
      "Exactly one of checkpoint or savepoint configurations has to be set. Now both are: ",
    ],
    [
      "no job",
      wanted({ savepoint: {} }),
      "spec.jobReference",
      "Job reference must be supplied for this snapshot. Set ",
    ],
    [
      "a checkpoint of no job",
      wanted({ checkpoint: {} }),
      "spec.jobReference",
      "Job reference must be supplied for this snapshot. Set ",
    ],
    [
      "a job that is not there",
      wanted({ jobReference, savepoint: {} }, { target: "missing" }),
      "spec.jobReference.name",
      "Target for snapshot jobs/etl was not found. Name a FlinkSessionJob ",
    ],
    [
      "a job of no kind",
      wanted({ jobReference: { name: "etl" }, checkpoint: {} }, { target: "missing" }),
      "spec.jobReference.name",
      "Target for snapshot jobs/etl was not found. Name a FlinkDeployment ",
    ],
  ])("%s", ([, of, field, message]) => {
    const found = stateSnapshotInvalidity(of);
    expect(found?.field).toBe(field);
    expect(found?.message.slice(0, message.length)).toBe(message);
  });

  test.for<[string, WantedSnapshot]>([
    ["a savepoint", wanted({ jobReference, savepoint: {} })],
    ["a checkpoint", wanted({ jobReference, checkpoint: {} })],
    [
      "a savepoint that is there, of nobody",
      wanted({ savepoint: { alreadyExists: true, path: "s3://b/s" } }, { target: "missing" }),
    ],
    ["a job that could not be looked at", wanted({ jobReference, savepoint: {} }, { target: "notSeen" })],
    [
      "one that was taken before the job went away",
      wanted({ jobReference, savepoint: {} }, { target: "missing", status: { state: "COMPLETED" } }),
    ],
  ])("nothing against %s", ([, of]) => {
    expect(stateSnapshotInvalidity(of)).toBeUndefined();
  });
});
