import { type Instant, minutes, parsedInstant, since } from "../core/time.ts";
import { tellReceipts, type WrittenStatus } from "./receipts.ts";
import type { Telling } from "./tellBus.ts";

/** How long a resource of which nothing is left stays, so that somebody can be told what became of its changes. */
const patience = minutes(2);

/** Why it stays. */
export const untold = "nothing of it is left, and it is still to be told what became of its changes";

interface Going {
  /** RFC 3339 */
  readonly deletionTimestamp: string | undefined;
  readonly now: Instant;
}

/**
 * Before a resource goes, and its outbox with it: freezes what has become of its changes, and tells it. `undefined`: the bus cannot be
 * reached, and it is worth waiting for.
 */
export async function lastReceipts<Written extends WrittenStatus>(
  write: () => Promise<Written>,
  { deletionTimestamp = "", now }: Going,
  telling: Telling,
): Promise<Written | undefined> {
  const written = await write();
  if (await tellReceipts(written, telling)) return written;
  return since(parsedInstant(deletionTimestamp), now) < patience ? undefined : written;
}
