import type { JobId, TriggerId } from "../core/flink.ts";
import type { Instant } from "../core/time.ts";

export interface Clock {
  now(): Instant;
}

/** Randomness, passed in so that a run can be repeated exactly. */
export interface Ids {
  jobId(): JobId;
  triggerId(): TriggerId;
  /** A version 4 UUID. */
  uuid(): string;
  /** SHA-256, 64 hexadecimal digits: the same for the same text at all times. */
  digest(text: string): string;
}

/** Structured log. Never given a whole object, a header or a token. */
export interface Log {
  info(message: string, keys: Readonly<Record<string, unknown>>): void;
  warn(message: string, keys: Readonly<Record<string, unknown>>): void;
}
