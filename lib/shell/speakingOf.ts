import type { Log } from "../ports/index.ts";

/** A log whose every line has these keys as well; where a line says otherwise itself, that holds. */
export const speakingOf = (keys: Readonly<Record<string, unknown>>, log: Log): Log => ({
  info: (message, own) => log.info(message, { ...keys, ...own }),
  warn: (message, own) => log.warn(message, { ...keys, ...own }),
});
