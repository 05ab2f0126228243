import { expect } from "vitest";
import type { Fields } from "./application.ts";
import type { SessionStage } from "./sessionStage.ts";

type Check = (stage: SessionStage) => void;

export const ran = (times: number, name = "counts"): Check => {
  return (stage) => expect(stage.runs(name)).toHaveLength(times);
};

/** The last start of the job. */
export const ranLast = (fields: Fields, name = "counts"): Check => {
  return (stage) => expect(stage.runs(name).at(-1)).toMatchObject(fields);
};

/** Of how many it is in storage. */
export const savepointsTaken = (count: number): Check => {
  return (stage) => expect(stage.scene.spoke.snapshots.filter(({ isSavepoint }) => isSavepoint)).toHaveLength(count);
};

export const tells = (fields: Fields, name = "counts"): Check => {
  return (stage) => expect(stage.status(name)).toMatchObject(fields);
};

/** In `status.error`. */
export const tellsError = (text: string, name = "counts"): Check => {
  return (stage) => expect(stage.status(name).error).toContain(text);
};

/** In a condition that says that something is wrong. */
export const tellsWrong = (reason: string, text: string, name = "counts"): Check => {
  return (stage) => expect(wrong(stage.status(name))).toEqual([reason, expect.stringContaining(text)]);
};

export const clusterTellsWrong = (reason: string, text: string, name = "shared"): Check => {
  return (stage) => expect(wrong(stage.clusterStatus(name))).toEqual([reason, expect.stringContaining(text)]);
};

function wrong({ conditions = [] }: ReturnType<SessionStage["status"]>): readonly (string | undefined)[] {
  const degraded = conditions.find(({ type, status }) => type === "Degraded" && status === "True");
  return [degraded?.reason, degraded?.message];
}

export const opensNoJar: Check = (stage) =>
  expect(stage.scene.spoke.calls.filter(({ port }) => port === "artifacts")).toEqual([]);

export const all =
  (...checks: readonly Check[]): Check =>
  (stage) => {
    for (const check of checks) check(stage);
  };

/** FlinkStateSnapshots that have come to their end. */
export const snapshotsKept = (count: number): Check => {
  return (stage) => {
    const states = stage.scene.spoke.api
      .list("FlinkStateSnapshot")
      .items.map(({ status }) => (status as { readonly state?: string } | undefined)?.state);
    expect(states).toEqual(Array.from({ length: count }, () => "COMPLETED"));
  };
};
