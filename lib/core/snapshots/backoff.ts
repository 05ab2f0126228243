import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";
import { instant, later, millis, minutes, parsedInstant, seconds, type Instant } from "../time.ts";

const first = seconds(10);
const longest = minutes(10);

/** Whether an attempt may be repeated after so many failures; a negative limit is none. */
export const mayRetry = ({ spec }: FlinkStateSnapshot, failures: number): boolean =>
  spec.backoffLimit < 0 || failures <= spec.backoffLimit;

/** When the next attempt may be made: 10·2^(n−1) seconds after the n-th failure as in the Apache operator, at most ten minutes. */
export function nextAttempt({ status }: FlinkStateSnapshot): Instant {
  const { failures, resultTimestamp } = status;
  if (failures === 0 || resultTimestamp === undefined) return instant(0);
  return later(parsedInstant(resultTimestamp), millis(Math.min(longest, first * 2 ** (failures - 1))));
}
