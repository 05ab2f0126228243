import { expect, test } from "vitest";
import { age } from "../../lib/cli/age.ts";
import { millis } from "../../lib/core/time.ts";

test.for([
  [0, "0s"],
  [-5000, "0s"],
  [59_999, "59s"],
  [119_999, "119s"],
  [120_000, "2m"],
  [7_199_000, "119m"],
  [7_200_000, "2h"],
  [172_799_000, "47h"],
  [172_800_000, "2d"],
] as const)("%i ms is %s", ([time, text]) => {
  expect(age(millis(time))).toBe(text);
});
