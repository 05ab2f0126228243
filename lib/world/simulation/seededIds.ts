import { createHash } from "node:crypto";
import type { JobId, TriggerId } from "../../core/flink.ts";
import type { Ids } from "../../ports/index.ts";

/** Ids that look random and are the same for the same seed (the generator is mulberry32). */
export class SeededIds implements Ids {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  jobId(): JobId {
    return this.#hex(32) as JobId;
  }

  triggerId(): TriggerId {
    return this.#hex(32) as TriggerId;
  }

  uuid(): string {
    const hex = this.#hex(30);
    const parts = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(12, 15)}`,
      `a${hex.slice(15, 18)}`,
      hex.slice(18, 30),
    ];
    return parts.join("-");
  }

  digest(text: string): string {
    return createHash("sha256").update(text).digest("hex");
  }

  /** The five characters that Kubernetes appends to generated names. */
  suffix(): string {
    const alphabet = "bcdfghjklmnpqrstvwxz2456789";
    return Array.from({ length: 5 }, () => alphabet[Math.floor(this.#next() * alphabet.length)]).join("");
  }

  #hex(digits: number): string {
    return Array.from({ length: digits }, () => Math.floor(this.#next() * 16).toString(16)).join("");
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
