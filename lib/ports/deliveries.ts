import type { Millis } from "../core/time.ts";

/** A message as the queue handed it out. */
export interface Delivery {
  readonly body: string;
  /** How often it was delivered, this time included. */
  readonly attempts: number;
  /** The queue that it came from, and what that calls this delivery. */
  readonly from: { readonly queue: string; readonly receipt: string };
}

export interface Deliveries {
  /** A message that is not taken off the queue comes again, but no sooner than this. Throws `Faulted`. */
  putOff(delivery: Delivery, by: Millis): Promise<void>;
}
