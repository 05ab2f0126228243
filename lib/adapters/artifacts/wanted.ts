import type { Millis } from "../../core/time.ts";

/** A jar that is asked for. */
export interface Wanted {
  /** In a user's words, without secrets. */
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The most bytes. */
  readonly limit: number;
  /** How long to wait for the next byte. */
  readonly stall: Millis;
}
