import type { Checkpoints } from "../flink.ts";
import type { Millis } from "../time.ts";
import { checkpointTimeout, grace } from "./patience.ts";
import type { JobSeen } from "./seen.ts";

/**
 * Before Flink 1.15 a request cannot be recognised: why one that was announced so long ago may still become a snapshot, so that it is not
 * made again. As long as something is under way, it may be what was asked for.
 */
export function mayBeUnderWay(age: Millis, { configuration }: JobSeen, checkpoints: Checkpoints): string | undefined {
  if (age < grace) return "another run may be asking for the snapshot";
  const isUnderWay = checkpoints.kind === "enabled" && checkpoints.inProgressSince !== undefined;
  return isUnderWay && age < checkpointTimeout(configuration)
    ? "a snapshot is under way that may be this one"
    : undefined;
}
