import { type Instant, type Millis, later, millis, minutes, seconds } from "../time.ts";

const first = seconds(30);
const longest = minutes(15);

/** When a spoke that could not be looked at is asked again: each time twice as late as before. */
export const backOff = (failures: number, now: Instant): Instant => later(now, waitAfter(failures));

const waitAfter = (failures: number): Millis => millis(Math.min(longest, first * 2 ** Math.max(0, failures - 1)));
