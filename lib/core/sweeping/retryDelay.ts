import { type Millis, millis, minutes, seconds } from "../time.ts";

const first = seconds(15);
const longest = minutes(15);

/** How long a message that failed stays out of sight: twice as long each time. `attempts`: deliveries so far, 1 at the first. */
export const retryDelay = (attempts: number): Millis =>
  millis(Math.min(longest, first * 2 ** Math.max(0, attempts - 1)));
