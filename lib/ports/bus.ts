import type { Instant } from "../core/time.ts";

/** What is told to whoever listens outside. The detail has a schema in lib/api/events. */
export interface BusEvent {
  /** `receipt`, `lifecycle.changed` …: the detail-type of EventBridge. */
  readonly type: string;
  readonly at: Instant;
  /** `SPOKE/NAMESPACE/KIND/NAME`. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** At least once, in any order. Throws `Faulted` unless all of them were taken. */
export interface Bus {
  put(events: readonly BusEvent[]): Promise<void>;
}
