import { expect, test } from "vitest";
import type { CheckpointInfo, Checkpoints } from "../../../../lib/core/flink.ts";
import { checkpointAge } from "../../../../lib/core/lifecycle/upgrade/checkpointAge.ts";
import { instant, minutes } from "../../../../lib/core/time.ts";

const now = instant(Date.UTC(2026, 0, 1, 12));
const ago = (min: number): number => now - minutes(min);
const checkpoint = (min: number): CheckpointInfo => ({ id: 7, path: "s3://b/chk-7", at: ago(min), isSavepoint: false });
const enabled = (parts: Partial<Extract<Checkpoints, { kind: "enabled" }>>): Checkpoints => ({
  kind: "enabled",
  completed: undefined,
  savepoint: undefined,
  restored: undefined,
  inProgressSince: undefined,
  newestId: undefined,
  savepointUnderWay: undefined,
  ...parts,
});

test.for<[string, Partial<Parameters<typeof checkpointAge>[0]>, string]>([
  ["no age is set", { maxAge: undefined, checkpoints: undefined }, "lastState"],
  ["the job has only just started", { startedAt: instant(ago(9)), checkpoints: undefined }, "lastState"],
  ["just long enough ago", { startedAt: instant(ago(10)), checkpoints: enabled({}) }, "savepoint"],
  ["a young checkpoint", { checkpoints: enabled({ completed: checkpoint(9) }) }, "lastState"],
  ["an old one", { checkpoints: enabled({ completed: checkpoint(10) }) }, "savepoint"],
  ["none at all", { checkpoints: enabled({}) }, "savepoint"],
  [
    "an old one, and one under way",
    { checkpoints: enabled({ completed: checkpoint(11), inProgressSince: ago(1) }) },
    "wait",
  ],
  [
    "an old one, and one under way for too long",
    { checkpoints: enabled({ completed: checkpoint(30), inProgressSince: ago(10) }) },
    "savepoint",
  ],
  [
    "a young one, and one under way",
    { checkpoints: enabled({ completed: checkpoint(1), inProgressSince: ago(0) }) },
    "lastState",
  ],
  [
    "a young savepoint, which HA metadata does not name",
    { checkpoints: enabled({ savepoint: { ...checkpoint(1), isSavepoint: true } }) },
    "savepoint",
  ],
  ["no checkpointing", { checkpoints: { kind: "disabled" } }, "savepoint"],
  ["Flink cannot be asked", { checkpoints: undefined }, "wait"],
])("%s: %s", ([, parts, verdict]) => {
  const question = { maxAge: minutes(10), checkpoints: enabled({}), startedAt: instant(ago(60)), now };
  expect(checkpointAge({ ...question, ...parts })).toBe(verdict);
});
