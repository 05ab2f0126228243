import { delays } from "../delays.ts";
import type { Timeline } from "../simulation/timeline.ts";
import type { JsonObject } from "../simulation/json.ts";

export type OperationEnd =
  | { readonly kind: "completed"; readonly result: JsonObject }
  /** The stack trace. */
  | { readonly kind: "failed"; readonly because: string };

export type Operation = { readonly kind: "inProgress" } | OperationEnd;

/** What a JobManager was asked to do and answers later; forgotten some minutes after its end, and with the JobManager. */
export class Operations {
  readonly #time: Timeline;
  readonly #operations = new Map<string, Operation>();

  constructor(time: Timeline) {
    this.#time = time;
  }

  /** Asking again under the same key changes nothing. */
  begin(key: string, act: (end: (how: OperationEnd) => void) => void): void {
    if (this.#operations.has(key)) return;
    this.#operations.set(key, { kind: "inProgress" });
    act((how) => {
      this.#operations.set(key, how);
      this.#time.after(delays.operationResult, () => this.#operations.delete(key));
    });
  }

  find(key: string): Operation | undefined {
    return this.#operations.get(key);
  }
}
