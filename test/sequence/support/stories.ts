import { expect, test } from "vitest";
import { minutes, seconds, type Millis } from "../../../lib/core/time.ts";
import type { Fields, Wanted } from "./application.ts";
import { expectStory, running, type Stage } from "./stage.ts";

export interface Story {
  /** Names the golden file too. */
  readonly called: string;
  readonly wanted?: Wanted;
  readonly act: (stage: Stage) => Promise<void>;
  /** What status says in the end. */
  readonly ends: Fields;
  /** Starts by their number (from 0) for which the user gave the state up, or that Flink made by itself. */
  readonly givenUp?: readonly number[];
}

/** Tells each story in a world of its own, from a job that runs on. */
export function tellStories(theme: string, stories: readonly Story[]): void {
  test.for(stories)("$called", async ({ called, wanted, act, ends, givenUp = [] }) => {
    const stage = await running(wanted);
    await act(stage);
    await expectStory(stage, `${theme}/${called.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}`, givenUp);
    expect(stage.status).toMatchObject(ends);
  });
}

export const stable = { lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } } as const;

/** Nothing is started before a user has said from what, and how that is said is told. */
export const inDoubt = {
  conditions: expect.arrayContaining([
    expect.objectContaining({
      type: "Degraded",
      reason: "StateInDoubt",
      message: expect.stringContaining("savepointRedeployNonce"),
    }),
  ]),
} as const;

export const degraded = (reason: string): Fields => ({
  conditions: expect.arrayContaining([expect.objectContaining({ type: "Degraded", status: "True", reason })]),
});

export const restart = (stage: Stage, restartNonce = 1): void => stage.edit("another nonce", { restartNonce });
export const suspend = (stage: Stage): void => stage.edit("suspended", { job: { state: "suspended" } });
export const resume = (stage: Stage, job: Fields = {}): void =>
  stage.edit("running", { job: { state: "running", ...job } });

/** Long enough for an upgrade. */
export const later = async (stage: Stage, time: Millis = minutes(1)): Promise<void> => stage.passFor(time, seconds(2));

/** One look, and a second in which a savepoint that was asked for cannot be complete yet. */
export const begun = async (stage: Stage): Promise<void> => stage.passFor(seconds(0), seconds(1));

/** One look, and time in which a savepoint becomes complete without anybody looking. */
export async function completeUnseen(stage: Stage): Promise<void> {
  await begun(stage);
  stage.scene.world.advance(seconds(4));
}

/** A savepoint of another cluster. */
export function putSavepoint(stage: Stage, path = "s3://flink/elsewhere/savepoint-a"): string {
  const [like] = stage.scene.spoke.snapshots;
  if (like === undefined) throw new Error("nothing to make it like");
  const place = { path, cluster: "elsewhere", isSavepoint: true, addressable: true };
  stage.scene.spoke.putSnapshot({ ...like, ...place, count: 5000 });
  return path;
}

export const redeploy = (stage: Stage, initialSavepointPath: string, savepointRedeployNonce = 1): void =>
  stage.edit("from a savepoint", { job: { initialSavepointPath, savepointRedeployNonce } });
