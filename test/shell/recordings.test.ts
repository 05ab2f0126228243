import { expect, test } from "vitest";
import type { Recording } from "../../lib/core/decisions/recording.ts";
import { replay } from "../../lib/core/decisions/replay.ts";
import { minutes, seconds } from "../../lib/core/time.ts";
import { mark, secretive } from "../core/decisions/support/secrets.ts";
import { Scene } from "../sequence/support/scene.ts";
import { sessionCluster, sessionJob, jarUri } from "../sequence/support/session.ts";

class RecordedScene extends Scene {
  readonly texts: string[] = [];

  override get ports(): Scene["ports"] {
    return { ...super.ports, recordings: { keep: (recording) => void this.texts.push(JSON.stringify(recording)) } };
  }
}

test("every decision of a pass is recorded, is made again as it was, and holds no secret", async () => {
  const scene = new RecordedScene();
  scene.spoke.artifacts.put(jarUri, "a jar");
  for (const object of [secretive(), sessionCluster(), sessionJob()]) scene.apply(object);
  await scene.passFor(seconds(40));
  scene.spoke.api.patch(
    { kind: "FlinkDeployment", namespace: "default", name: "orders" },
    { type: "merge", body: { spec: { restartNonce: 1 } } },
  );
  await scene.passFor(minutes(1), seconds(6));
  const recordings = scene.texts.map((text) => JSON.parse(text) as Recording);
  const rules = new Set(recordings.map(({ decision }) => decision.rule));
  for (const rule of ["firstDeployment", "settling", "changing", "stopping", "restoring"])
    expect(rules).toContain(rule);
  expect(new Set(recordings.map(({ seen }) => seen.resource.kind))).toContain("FlinkSessionJob");
  expect(recordings.map((recording) => replay(recording).kind)).toEqual(recordings.map(() => "same"));
  for (const text of scene.texts) expect(text).not.toContain(mark);
});

test("what is recorded twice has other digests: nobody keeps their key", async () => {
  const scene = new RecordedScene();
  scene.apply(secretive());
  await scene.passFor(seconds(30));
  const digests = scene.texts.map((text) => /hidden-[0-9a-f]{16}/.exec(text)?.[0]);
  expect(digests.length).toBeGreaterThan(5);
  expect(new Set(digests).size).toBe(digests.length);
});
