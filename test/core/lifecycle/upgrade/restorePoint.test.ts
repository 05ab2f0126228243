import { describe, expect, test } from "vitest";
import type { HaMetadata } from "../../../../lib/core/lifecycle/upgrade/haMetadata.ts";
import { restorePoint, type Restore } from "../../../../lib/core/lifecycle/upgrade/restorePoint.ts";
import { job } from "../support/builders.ts";
import { aState } from "../support/stages.ts";

const other = "a".repeat(32);
const ha = (checkpointId: number | undefined): HaMetadata => ({ jobId: job, checkpointId });
const savepoint = aState({ kind: "savepoint", path: "s3://state/sp/1", checkpointId: undefined });
const userNamed = aState({ kind: "savepoint", path: "s3://user/1", jobId: undefined, checkpointId: undefined });

function from(parts: Partial<Restore>): string {
  const found = restorePoint({
    upgradeMode: "last-state",
    known: undefined,
    ha: "missing",
    haKind: "looked",
    jobId: job,
    ...parts,
  });
  if (found.kind === "doubt") return "doubt";
  return found.restoreFrom.kind === "savepoint" ? found.restoreFrom.path : found.restoreFrom.kind;
}

describe("where the next job starts from", () => {
  test.for<{ when: string; restore: Partial<Restore>; from: string }>([
    {
      when: "stateless, whatever is known",
      restore: { upgradeMode: "stateless", known: aState(), ha: ha(9) },
      from: "nothing",
    },

    {
      when: "savepoint, and one is known",
      restore: { upgradeMode: "savepoint", known: savepoint },
      from: "s3://state/sp/1",
    },
    { when: "savepoint, and none is known", restore: { upgradeMode: "savepoint" }, from: "nothing" },
    {
      when: "savepoint, and HA metadata of the stopped job is left over",
      restore: { upgradeMode: "savepoint", known: savepoint, ha: ha(9) },
      from: "s3://state/sp/1",
    },
    {
      when: "savepoint, and the same checkpoint is in the HA metadata",
      restore: { upgradeMode: "savepoint", known: aState(), ha: ha(7) },
      from: "s3://state/cp/chk-7",
    },
    {
      when: "savepoint, and HA metadata is newer",
      restore: { upgradeMode: "savepoint", known: aState(), ha: ha(8) },
      from: "lastState",
    },
    {
      when: "savepoint, and HA metadata is older",
      restore: { upgradeMode: "savepoint", known: aState(), ha: ha(6) },
      from: "s3://state/cp/chk-7",
    },
    {
      when: "savepoint, none is known, and HA metadata is there",
      restore: { upgradeMode: "savepoint", ha: ha(9) },
      from: "lastState",
    },

    { when: "last-state, and HA metadata alone is known", restore: { ha: ha(9) }, from: "lastState" },
    {
      when: "last-state, and HA metadata has the newest known checkpoint",
      restore: { known: aState(), ha: ha(7) },
      from: "lastState",
    },
    { when: "last-state, and HA metadata is newer", restore: { known: aState(), ha: ha(8) }, from: "lastState" },
    {
      when: "last-state, and a newer state is known",
      restore: { known: aState(), ha: ha(6) },
      from: "s3://state/cp/chk-7",
    },
    {
      when: "last-state, and what is known is of the job before",
      restore: { known: aState({ jobId: other, checkpointId: 90 }), ha: ha(1) },
      from: "lastState",
    },
    {
      when: "last-state, and the job was started with what is known",
      restore: { known: userNamed, ha: ha(1) },
      from: "lastState",
    },
    {
      when: "last-state, and the job was stopped with a savepoint meanwhile",
      restore: { known: savepoint, ha: ha(9) },
      from: "s3://state/sp/1",
    },
    { when: "last-state, and no checkpoint was ever completed", restore: { ha: ha(undefined) }, from: "nothing" },
    {
      when: "last-state, no checkpoint yet, and it was started with a state",
      restore: { known: userNamed, ha: ha(undefined) },
      from: "s3://user/1",
    },
    {
      when: "last-state, no checkpoint yet, and it was started with that of the job before",
      restore: { known: aState({ jobId: other }), ha: ha(undefined) },
      from: "s3://state/cp/chk-7",
    },
    {
      when: "last-state, and HA metadata has lost the checkpoint of this job",
      restore: { known: aState(), ha: ha(undefined) },
      from: "doubt",
    },
    {
      when: "last-state, no checkpoint in the HA metadata, and the job was stopped with a savepoint",
      restore: { known: savepoint, ha: ha(undefined) },
      from: "s3://state/sp/1",
    },
    { when: "last-state, and HA metadata is missing", restore: { known: aState() }, from: "doubt" },
    {
      when: "last-state, and HA metadata was not looked at",
      restore: { ha: "unknown", haKind: "notLookedAt" },
      from: "doubt",
    },
    {
      when: "last-state, and HA metadata is where we cannot look",
      restore: { ha: "unknown", haKind: "elsewhere" },
      from: "lastState",
    },
  ])("$when → $from", ({ restore, from: wanted }) => {
    expect(from(restore)).toBe(wanted);
  });
});
