import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Digest } from "../../../lib/core/decisions/decisionRecord.ts";
import { recordingOf } from "../../../lib/core/decisions/recording.ts";
import { replay } from "../../../lib/core/decisions/replay.ts";
import { decided } from "../../../lib/core/lifecycle/decide.ts";
import { minutes, seconds } from "../../../lib/core/time.ts";
import type { Fields, Wanted } from "../../sequence/support/application.ts";
import { LookingScene, type Look } from "./support/lookingScene.ts";
import { argument, mark, secretive, secretiveDefaults } from "./support/secrets.ts";

const digest: Digest = (text) => createHash("sha256").update("a key").update(text).digest("hex");
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const name = "orders";
const of = { kind: "FlinkDeployment", namespace: "default", name } as const;

interface Story {
  readonly called: string;
  readonly wanted: Wanted;
  readonly act: (scene: LookingScene) => void;
}

const edited = (spec: Fields) => (scene: LookingScene) =>
  void scene.spoke.api.patch(of, { type: "merge", body: { spec } });

const stories: readonly Story[] = [
  { called: "upgraded with a savepoint", wanted: {}, act: edited({ restartNonce: 1 }) },
  { called: "upgraded by last-state", wanted: { upgradeMode: "last-state" }, act: edited({ restartNonce: 1 }) },
  { called: "suspended", wanted: { mode: "standalone" }, act: edited({ job: { state: "suspended" } }) },
  { called: "an invalid spec", wanted: {}, act: edited({ logConfiguration: { "x.properties": "hunter2-in-a-file" } }) },
  { called: "another argument", wanted: {}, act: edited({ job: { args: ["--password", "hunter2-another"] } }) },
  {
    called: "an image that does not exist",
    wanted: { mode: "standalone", configuration: { "kubernetes.operator.deployment.rollback.enabled": "true" } },
    act: edited({ image: "registry.invalid/does-not-exist:1" }),
  },
  {
    called: "the job fails",
    wanted: { configuration: { "kubernetes.operator.job.restart.failed": "true" } },
    act: ({ spoke }) => spoke.failJob(of, `java.lang.IllegalStateException: ${argument} was refused`),
  },
  {
    called: "the JobManager is deleted",
    wanted: {},
    act: ({ spoke }) => void spoke.api.delete({ ...of, kind: "Deployment" }),
  },
  { called: "deleted", wanted: {}, act: ({ spoke }) => void spoke.api.delete(of) },
];

async function looksOf({ wanted, act }: Story): Promise<readonly Look[]> {
  const scene = new LookingScene(secretiveDefaults);
  scene.apply(secretive(wanted));
  await scene.passFor(seconds(50));
  act(scene);
  await scene.passFor(minutes(1), seconds(4));
  return scene.looks;
}

describe.for(stories)("$called", (story) => {
  test("every decision is the same upon what was seen as JSON, and without its secrets", async () => {
    const looks = await looksOf(story);
    expect(looks.length).toBeGreaterThan(10);
    for (const { seen, circumstances } of looks) {
      const plain = json({ seen, circumstances });
      expect(json(decided(plain.seen, plain.circumstances))).toEqual(json(decided(seen, circumstances)));
      const recording = json(recordingOf(seen, circumstances, digest));
      expect(replay(recording)).toEqual({ kind: "same", decision: recording.decision });
      expect(JSON.stringify(recording)).not.toContain(mark);
    }
  });
});

test("of another decision both are told", async () => {
  const [look] = await looksOf({ called: "", wanted: {}, act: () => undefined });
  if (look === undefined) throw new Error("nothing was seen");
  const recording = recordingOf(look.seen, look.circumstances, digest);
  const plan = { ...recording.decision.plan, because: "something else" };
  expect(replay({ ...recording, decision: { ...recording.decision, plan } })).toMatchObject({
    kind: "different",
    recorded: { plan: { because: "something else" } },
    decision: { rule: recording.decision.rule },
  });
});
