import { describe, expect, test } from "vitest";
import { actsFor, type ApacheStory, apacheStory, ApacheWorld } from "./support/apacheStory.ts";
import { losses } from "./support/stage.ts";

interface Point {
  readonly line: number;
  readonly called: string;
  readonly cut: boolean;
  /** A savepoint was taken and its cluster removed, and neither was recorded: nobody knows of it but who reads the storage. */
  readonly forgotten?: boolean;
}

/** Every status; every act of a user that is not seen to yet; and everything that was done and not recorded. */
function points({ log }: ApacheStory): readonly Point[] {
  let before: Parameters<typeof actsFor>[0];
  return log.flatMap((each, line): readonly Point[] => {
    if (each.kind === "user")
      return each.does === "create" || each.does === "delete"
        ? []
        : [{ line, called: `asked: ${each.does}`, cut: false }];
    const { status, generation } = each;
    const acts = actsFor(before, status);
    // Some were written twice, with other times in them.
    if (before !== undefined && isSame(before, status)) return [];
    before = status;
    const { reconciliationStatus, jobManagerDeploymentStatus, jobStatus } = status;
    const called = `${line}: generation ${generation}, ${reconciliationStatus.state}, JobManager ${jobManagerDeploymentStatus}, job ${jobStatus.state}`;
    const whole = { line, called, cut: false };
    return acts.length === 0
      ? [whole]
      : [
          whole,
          { line, called: `${called} not recorded: ${acts.join(", ")}`, cut: true, forgotten: acts.length === 2 },
        ];
  });
}

const isSame = (one: object, other: object): boolean => timeless(one) === timeless(other);

const timeless = (status: object): string =>
  JSON.stringify(status, (key, value: unknown) =>
    key === "conditions" || key.endsWith("Time") || key.endsWith("Timestamp") ? undefined : value,
  );

/** A deployment whose JobManager was deleted by hand is made again by either operator. */
describe.for(["native", "standalone"] as const)("%s, taken over from the Apache operator", (mode) => {
  const story = apacheStory(mode);

  test.for(points(story))("$called", async ({ line, cut, forgotten = false }) => {
    const world = new ApacheWorld(story);
    await world.until(line, cut);
    const [isUp, wantsJob] = [world.up, world.wantsJob];
    const podsBefore = world.pods;
    await world.settle();
    const { world: all, runs } = world;
    expect(all.violations).toEqual([]);
    expect(
      losses(
        runs,
        runs.map((_, index) => index).filter((index) => index >= world.givenUpFrom),
      ),
    ).toEqual([]);
    const status = world.resource["status"] as {
      readonly error?: string;
      readonly jobStatus: { readonly jobId?: string };
    };
    expect(status).toMatchObject(endOf({ forgotten, wantsJob }));
    expect(runs).toHaveLength(forgotten || isUp || !wantsJob ? world.made : world.made + 1);
    expect(String(status.error)).toMatch(forgotten ? /Manual restore/u : /^undefined$/u);
    // What runs goes on in the very same pods, and status tells of it.
    expect(world.pods).toEqual(expect.arrayContaining(isUp ? [...podsBefore] : []));
    expect(!wantsJob || forgotten || status.jobStatus.jobId === runs.at(-1)?.jobId).toBe(true);
  });
});

function endOf({ forgotten, wantsJob }: { readonly forgotten: boolean; readonly wantsJob: boolean }): object {
  // Neither does the Apache operator start anything then.
  if (forgotten) return { lifecycleState: "FAILED" };
  return wantsJob
    ? { lifecycleState: "STABLE", jobStatus: { state: "RUNNING" } }
    : { lifecycleState: "SUSPENDED", jobStatus: { state: "FINISHED" } };
}
