import type { Millis } from "../core/time.ts";
import { advice } from "./advice.ts";
import type { Overview } from "./overview.ts";
import type { Surroundings } from "./surroundings.ts";

interface Watched {
  readonly look: () => Promise<Overview>;
  /** What to show of a look; `undefined` where there is nothing. */
  readonly text: (seen: Overview) => string | undefined;
  readonly interval: Millis;
}

/** Looks again and again until the user ends it. A person sees the newest look; a file gets each that differs from the one before. */
export async function watch({ look, text, interval }: Watched, surroundings: Surroundings): Promise<Overview> {
  const { terminal, sleep, stopped } = surroundings;
  let before: string | undefined;
  for (;;) {
    const seen = await look();
    const failures = seen.failures.map((failure) => terminal.style("red", advice(failure)));
    const shown = text(seen) ?? "";
    if (terminal.interactive) terminal.draw([shown, ...failures].join("\n"));
    else if (JSON.stringify(seen) !== before) {
      if (shown !== "") terminal.out(shown);
      failures.forEach(terminal.err);
    }
    before = JSON.stringify(seen);
    if (stopped()) return seen;
    await sleep(interval);
    if (stopped()) return seen;
  }
}
