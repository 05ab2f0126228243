import type { Part } from "../core/sweeping/shards.ts";
import type { Millis } from "../core/time.ts";

/** Asks for a look. Losing or repeating one changes nothing. */
export interface Wake {
  readonly spoke: string;
  /** Only these namespaces of it. Absent: all that the fleet file names, in as many shards as they need. */
  readonly namespaces?: readonly string[] | undefined;
  /** Only a part of what is in them. */
  readonly part?: Part | undefined;
  /** Which of the shards of its spoke it is, for notes: 1-based. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined;
  /** Only this resource. */
  readonly resource?: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined;
  /** When the first of the looks was that have asked for one another, in milliseconds since 1970. Absent: this is the first. */
  readonly since?: number | undefined;
}

/** A wake, and how long it is to wait before it is delivered. */
export interface Due {
  readonly wake: Wake;
  readonly after: Millis;
}

/** At least once, in any order. Throws `Faulted`. */
export interface Queue {
  send(due: readonly Due[]): Promise<void>;
}
