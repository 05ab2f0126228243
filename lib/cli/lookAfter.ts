import { type Millis, millis } from "../core/time.ts";
import type { Sweep } from "../shell/sweep.ts";
import type { Surroundings } from "./surroundings.ts";

/** A resource on its way may ask for a look sooner than the interval, but not more often than this. */
export const soonest = millis(500);

/** Pass after pass over one cluster until the user stops it. Each cluster has such a loop of its own: a slow one delays no other. */
export async function lookAfter(
  pass: () => Promise<Sweep>,
  { sleep, stopped }: Pick<Surroundings, "sleep" | "stopped">,
  interval: Millis,
): Promise<void> {
  while (!stopped()) {
    const made = await pass();
    if (!stopped()) await sleep(untilNext(made, interval));
  }
}

export const failed = (pass: Sweep): boolean =>
  pass.kind === "unreachable" || pass.results.some(({ failure }) => failure !== undefined);

function untilNext(pass: Sweep, longest: Millis): Millis {
  const wakes = pass.kind === "unreachable" ? [] : pass.results.map(({ wake }) => wake);
  const times = wakes.filter((wake) => wake !== "on schedule");
  return millis(Math.max(soonest, Math.min(longest, ...times)));
}
