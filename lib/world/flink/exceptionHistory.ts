import type { JobException } from "../../core/flink.ts";
import type { Instant } from "../../core/time.ts";

/** web.exception-history-size */
const longest = 16;

/** Why a job failed, newest first. */
export class ExceptionHistory {
  #all: readonly JobException[] = [];

  get all(): readonly JobException[] {
    return this.#all;
  }

  add(stackTrace: string, at: Instant): void {
    this.#all = [{ at, stackTrace, task: undefined }, ...this.#all].slice(0, longest);
  }
}
