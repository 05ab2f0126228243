import { expect } from "vitest";
import type { Fields } from "./support/application.ts";
import { tellAsks, type Ask, type Play } from "./support/asks.ts";
import { deleteResource, editIfThere, isGone, isThere, loseJobManager } from "./support/deletions.ts";
import { kept } from "./support/haMetadata.ts";
import type { Stage } from "./support/stage.ts";
import { stable } from "./support/stories.ts";

const badImage = { image: "registry.invalid/does-not-exist:1" };

/** The next start from elsewhere is recorded before anything is removed. */
function isDecided(stage: Stage, jobId: string): boolean {
  if (!isThere(stage)) return true;
  const { metadata } = stage.scene.resource(stage.name);
  const { lastReconciledSpec = "{}" } = (stage.status.reconciliationStatus ?? {}) as {
    readonly lastReconciledSpec?: string;
  };
  const { spec } = JSON.parse(lastReconciledSpec) as {
    readonly spec?: { readonly job?: { readonly state?: string; readonly upgradeMode?: string } };
  };
  const { state, upgradeMode } = spec?.job ?? {};
  const isRecorded = state === "suspended" && upgradeMode !== "last-state";
  return metadata.deletionTimestamp !== undefined || isRecorded || stage.status.jobStatus?.["jobId"] !== jobId;
}

/** What a job has left that never came to its end is there until somebody decides otherwise. */
function keptUntilDecided({ stage }: Play): void {
  const last = stage.runs.at(-1);
  if (last?.state !== "SUSPENDED" || kept(stage).some((name) => name.includes(last.jobId))) return;
  expect(isDecided(stage, last.jobId), stage.scene.story).toBe(true);
}

const edits = (what: string, spec: Fields): ((play: Play) => void) => {
  return ({ stage }) => editIfThere(stage, what, spec);
};

const suspends = edits("suspended", { job: { state: "suspended" } });
const resumes = edits("running", { job: { state: "running" } });

const asks: readonly Ask[] = [
  {
    wants: "HA metadata to stay until something else is decided upon",
    wanted: { upgradeMode: "last-state" },
    happens: [
      suspends,
      resumes,
      ({ stage }) => loseJobManager(stage),
      edits("an image that does not exist", badImage),
      edits("a good image", { image: "flink:1.20.1" }),
    ],
    lastly: ({ stage }) => deleteResource(stage),
    always: keptUntilDecided,
    comes: isGone,
  },
  {
    wants: "HA metadata to stay until the state is given up",
    wanted: { upgradeMode: "last-state" },
    happens: [
      suspends,
      (play) => {
        play.giveUp();
        play.stage.edit("stateless", { job: { upgradeMode: "stateless" } });
      },
      ({ stage }) => loseJobManager(stage),
      resumes,
    ],
    lastly: resumes,
    always: keptUntilDecided,
    comes: ({ status }) => expect(status).toMatchObject(stable),
  },
];

tellAsks(asks);
