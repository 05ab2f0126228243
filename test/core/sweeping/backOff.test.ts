import { expect, test } from "vitest";
import { backOff } from "../../../lib/core/sweeping/backOff.ts";
import { instant, minutes, seconds } from "../../../lib/core/time.ts";

test.for([
  [1, seconds(30)],
  [2, minutes(1)],
  [5, minutes(8)],
  [6, minutes(15)],
  [2000, minutes(15)],
] as const)("after %i failures a spoke is left alone for %i ms", ([failures, wait]) => {
  expect(backOff(failures, instant(0))).toBe(wait);
});
