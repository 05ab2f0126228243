import type { Millis } from "../core/time.ts";

/** Asks for a look. Losing or repeating one changes nothing. */
export interface Wake {
  readonly spoke: string;
  /** Absent: the whole shard. */
  readonly resource?: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
  readonly namespace?: string | undefined;
}

export interface Queue {
  send(wake: Wake, delay: Millis): Promise<void>;
}
