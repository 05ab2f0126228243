import { expect, test } from "vitest";
import { asksAgain } from "../../../lib/core/sweeping/asksAgain.ts";
import { instant, later, seconds } from "../../../lib/core/time.ts";

const first = instant(1_000_000);

test.for([
  { passed: 0, after: 10, patience: 90, asks: true },
  { passed: 80, after: 10, patience: 90, asks: true },
  { passed: 80, after: 11, patience: 90, asks: false },
  { passed: 0, after: 300, patience: 90, asks: false },
  { passed: 0, after: 300, patience: 900, asks: true },
  { passed: 100_000, after: 300, patience: undefined, asks: true },
])(
  "after $passed s, for a look in $after s, with patience of $patience s: $asks",
  ({ passed, after, patience, asks }) => {
    const asking = { first, after: seconds(after), patience: patience === undefined ? undefined : seconds(patience) };
    expect(asksAgain(asking, later(first, seconds(passed)))).toBe(asks);
  },
);
