import { setTimeout } from "node:timers/promises";
import type { Surroundings } from "./surroundings.ts";

/** Sleeping that ends early, and without an error, when the user asks to stop. */
export function waiting(stop: AbortSignal): Pick<Surroundings, "sleep" | "stopped"> {
  return {
    sleep: (time) => setTimeout(time, undefined, { signal: stop }).catch(() => undefined),
    stopped: () => stop.aborted,
  };
}
