import { expect, test } from "vitest";
import { flinkDuration } from "../../../lib/core/configuration/flinkDuration.ts";

test.for<[string, number | undefined]>([
  ["500", 500],
  ["500ms", 500],
  ["10 s", 10_000],
  ["10 sec", 10_000],
  ["5min", 300_000],
  ["5 m", 300_000],
  ["2 Hours", 7_200_000],
  [" 1 d ", 86_400_000],
  ["1500 µs", 1.5],
  ["3000000 ns", 3],
  ["PT1H30M", 5_400_000],
  ["P1DT0.5S", 86_400_500],
  ["pt10s", 10_000],
  ["P", undefined],
  ["PT", undefined],
  ["1.5 h", undefined],
  ["-1 s", undefined],
  ["ten s", undefined],
  ["10 fortnights", undefined],
  ["", undefined],
])("%j → %s", ([text, length]) => {
  expect(flinkDuration(text)).toBe(length);
});
