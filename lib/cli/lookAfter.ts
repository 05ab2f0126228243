import { type Millis, millis } from "../core/time.ts";
import type { Spoke } from "../ports/index.ts";
import { type Ports, type Sweep, sweep } from "../shell/sweep.ts";
import type { Surroundings } from "./surroundings.ts";

/** A resource on its way may ask for a look sooner than the interval, but not more often than this. */
export const soonest = millis(500);

export const onePass = async (spoke: Spoke, ports: Ports): Promise<Sweep> => await sweep(spoke, ports);

/** Pass after pass over one cluster until the user stops it. Each cluster has such a loop of its own: a slow one delays no other. */
export async function lookAfter(
  spoke: Spoke,
  ports: Ports & Pick<Surroundings, "sleep" | "stopped">,
  interval: Millis,
  tell: (pass: Sweep) => void,
): Promise<void> {
  while (!ports.stopped()) {
    const pass = await onePass(spoke, ports);
    tell(pass);
    if (!ports.stopped()) await ports.sleep(untilNext(pass, interval));
  }
}

export const failed = (pass: Sweep): boolean =>
  pass.kind === "unreachable" || pass.results.some(({ failure }) => failure !== undefined);

function untilNext(pass: Sweep, longest: Millis): Millis {
  const wakes = pass.kind === "unreachable" ? [] : pass.results.map(({ wake }) => wake);
  const times = wakes.filter((wake) => wake !== "on schedule");
  return millis(Math.max(soonest, Math.min(longest, ...times)));
}
