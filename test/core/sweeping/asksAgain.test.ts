import { expect, test } from "vitest";
import { asksAgain } from "../../../lib/core/sweeping/asksAgain.ts";
import { instant, later, seconds } from "../../../lib/core/time.ts";

const first = instant(1_000_000);

test.for([
  { passed: 0, after: 10, sweepWithin: 90, asks: true },
  { passed: 80, after: 10, sweepWithin: 90, asks: true },
  { passed: 80, after: 11, sweepWithin: 90, asks: false },
  { passed: 0, after: 300, sweepWithin: 90, asks: false },
  { passed: 0, after: 300, sweepWithin: 900, asks: true },
  { passed: 100_000, after: 300, sweepWithin: undefined, asks: true },
])(
  "after $passed s, for a look in $after s, with sweepWithin of $sweepWithin s: $asks",
  ({ passed, after, sweepWithin, asks }) => {
    const asking = {
      first,
      after: seconds(after),
      sweepWithin: sweepWithin === undefined ? undefined : seconds(sweepWithin),
    };
    expect(asksAgain(asking, later(first, seconds(passed)))).toBe(asks);
  },
);
