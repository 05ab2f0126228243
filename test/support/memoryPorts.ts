import { Faulted } from "../../lib/core/fault.ts";
import type { Millis } from "../../lib/core/time.ts";
import type { DeadLetters, Deliveries, Delivery, LookNote, Looks } from "../../lib/ports/index.ts";

/** Notes of looks in memory. Off: they cannot be read or written. */
export class MemoryLooks implements Looks {
  reachable = true;
  readonly #notes = new Map<string, LookNote>();

  async all(): Promise<readonly LookNote[]> {
    this.#check();
    return [...this.#notes.values()];
  }

  async of(spoke: string): Promise<readonly LookNote[]> {
    return (await this.all()).filter((note) => note.spoke === spoke);
  }

  async note(note: LookNote): Promise<void> {
    this.#check();
    this.#notes.set(JSON.stringify([note.spoke, note.shard]), note);
  }

  #check(): void {
    if (!this.reachable) throw new Faulted({ kind: "unavailable", what: "looks", because: "timed out" });
  }
}

export interface DeadLetter {
  readonly body: string;
  readonly reason: string;
  readonly attempts: number;
}

export class MemoryDeadLetters implements DeadLetters {
  reachable = true;
  readonly letters: DeadLetter[] = [];

  async bury(body: string, reason: string, attempts: number): Promise<void> {
    if (!this.reachable) throw new Faulted({ kind: "unavailable", what: "dead letters", because: "timed out" });
    this.letters.push({ body, reason, attempts });
  }

  async count(): Promise<number> {
    return this.letters.length;
  }
}

/** By how long each message is put off, by its receipt. */
export class MemoryDeliveries implements Deliveries {
  reachable = true;
  readonly putOffBy = new Map<string, Millis>();

  async putOff({ from }: Delivery, by: Millis): Promise<void> {
    if (!this.reachable) throw new Faulted({ kind: "unavailable", what: "message", because: "timed out" });
    this.putOffBy.set(from.receipt, by);
  }
}
