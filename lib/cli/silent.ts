import type { Log } from "../ports/index.ts";

/** For where a person reads what changes, and would read all of it twice. */
export const silent: Log = { info: () => undefined, warn: () => undefined };
