import { expect, test } from "vitest";
import { seconds } from "../../../lib/core/time.ts";
import type { Fields } from "./application.ts";
import { brokenIn } from "./sessionLosses.ts";
import { SessionStage, type WantedSession } from "./sessionStage.ts";
import { runText } from "./stage.ts";
import { stable } from "./stories.ts";

export interface SessionStory {
  /** Names the golden file too. */
  readonly called: string;
  readonly wanted?: WantedSession;
  /** Before anything is looked at; then the story begins with it. */
  readonly begin?: (stage: SessionStage) => void;
  readonly act: (stage: SessionStage) => Promise<void>;
  /** What the status of each job says in the end; of one that is gone `"gone"`. */
  readonly ends?: Readonly<Record<string, Fields | "gone">>;
  /** The same of clusters. */
  readonly clusters?: Readonly<Record<string, Fields | "gone">>;
  /** Of each job: starts by their number (from 0) for which the user gave the state up. */
  readonly givenUp?: Readonly<Record<string, readonly number[]>>;
  readonly and?: (stage: SessionStage) => void;
}

/** Tells each story in a world of its own, from jobs that run on. */
export function tellSessionStories(theme: string, stories: readonly SessionStory[]): void {
  test.for(stories)("$called", async (story) => {
    const stage = await begun(story);
    await story.act(stage);
    await told(stage, `${theme}/${story.called.replaceAll(/[^a-zA-Z0-9]+/gu, "-")}`, story);
  });
}

async function begun({ wanted = {}, begin }: SessionStory): Promise<SessionStage> {
  const stage = new SessionStage(wanted);
  if (begin !== undefined) {
    stage.scene.beginStory();
    begin(stage);
    return stage;
  }
  await stage.passFor(seconds(50), seconds(5));
  for (const { name = "counts" } of wanted.jobs ?? [{}]) {
    expect(stage.status(name).jobStatus).toMatchObject({ state: "RUNNING" });
  }
  stage.scene.beginStory();
  return stage;
}

async function told(stage: SessionStage, path: string, story: SessionStory): Promise<void> {
  const { ends = { counts: stable }, clusters = {}, givenUp = {}, and } = story;
  for (const job of Object.keys(ends)) {
    for (const run of stage.runs(job)) stage.scene.tell(`ran     ${job}: ${runText(run)}`);
  }
  await expect(stage.scene.story).toMatchFileSnapshot(`golden/session/${path}.txt`);
  expect(stage.scene.world.violations).toEqual([]);
  for (const [job, end] of Object.entries(ends)) {
    expect(brokenIn(stage, job, givenUp[job])).toEqual([]);
    expectEnd(stage, { kind: "FlinkSessionJob", name: job }, end);
  }
  for (const [name, end] of Object.entries(clusters)) expectEnd(stage, { kind: "FlinkDeployment", name }, end);
  expect(stage.scene.spoke.artifacts.held).toBe(0);
  and?.(stage);
}

function expectEnd(
  stage: SessionStage,
  { kind, name }: { readonly kind: "FlinkDeployment" | "FlinkSessionJob"; readonly name: string },
  end: Fields | "gone",
): void {
  expect([name, stage.isThere(kind, name)]).toEqual([name, end !== "gone"]);
  if (end === "gone") return;
  const status = kind === "FlinkSessionJob" ? stage.status(name) : stage.clusterStatus(name);
  expect({ [name]: status }).toMatchObject({ [name]: end });
}
