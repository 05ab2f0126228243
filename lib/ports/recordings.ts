import type { Recording } from "../core/decisions/recording.ts";

/** Where decisions are kept with all that they rest on, so that they can be made again. */
export interface Recordings {
  /** Throws `Faulted` where it cannot be kept. */
  keep(recording: Recording): void;
}
