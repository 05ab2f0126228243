import { expect, test } from "vitest";
import { retryDelay } from "../../../lib/core/sweeping/retryDelay.ts";

test.for([
  [0, 15],
  [1, 15],
  [2, 30],
  [3, 60],
  [6, 480],
  [7, 900],
  [1000, 900],
] as const)("after %i deliveries a message stays away for %i seconds", ([attempts, seconds]) => {
  expect(retryDelay(attempts)).toBe(seconds * 1000);
});
