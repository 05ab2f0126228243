import type { ObjectRef } from "../kubernetes.ts";
import { type Instant, type Millis, since } from "../time.ts";
import type { Difference } from "./difference.ts";

/** One field that was put right once. */
export interface Repair {
  readonly object: ObjectRef;
  /** As in `Difference`. */
  readonly path: string;
  readonly at: Instant;
}

const tries = 3;

/**
 * Whether somebody else keeps setting a field: it differs again, and was put right three times within that time before. Once the last of
 * them is longer ago than that it may be tried again.
 */
export function isFight(
  history: readonly Repair[],
  difference: Pick<Difference, "object" | "path">,
  now: Instant,
  within: Millis,
): boolean {
  const times = history.filter((repair) => isOf(repair, difference)).map(({ at }) => at);
  return times.filter((at) => since(at, now) <= within).length >= tries;
}

function isOf(repair: Repair, { object, path }: Pick<Difference, "object" | "path">): boolean {
  const { kind, namespace, name } = repair.object;
  return path === repair.path && kind === object.kind && namespace === object.namespace && name === object.name;
}
