import { expect, test } from "vitest";
import { javaDouble } from "../../../../lib/core/lifecycle/spec/javaDouble.ts";

// As Java 17 prints them.
test.for([
  [0, "0.0"],
  [1, "1.0"],
  [0.5, "0.5"],
  [-2, "-2.0"],
  [0.001, "0.001"],
  [0.0001, "1.0E-4"],
  [0.00025, "2.5E-4"],
  [9999999, "9999999.0"],
  [10_000_000, "1.0E7"],
  [12_345_678, "1.2345678E7"],
] as const)("%f → %s", ([value, text]) => {
  expect(javaDouble(value)).toBe(text);
});
