import { appendFileSync, statSync } from "node:fs";
import type { Recording } from "../../core/decisions/recording.ts";
import { Faulted } from "../../core/fault.ts";
import type { Recordings } from "../../ports/recordings.ts";
import { errorField } from "./errorField.ts";

/**
 * Recordings as lines of JSON at the end of a file that only its owner can read. Each is written before its decision is carried out, so that
 * the last one before a crash is there. Throws `Faulted` where the file cannot be written.
 */
export class FileRecordings implements Recordings {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    // Whoever wrote to it before may have been ended in the middle of a line.
    this.#append((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0 ? "" : "\n");
  }

  keep(recording: Recording): void {
    this.#append(`${JSON.stringify(recording)}\n`);
  }

  #append(text: string): void {
    try {
      appendFileSync(this.#file, text, { mode: 0o600 });
    } catch (error) {
      const because = `cannot be written (${errorField(error, "code") ?? "unknown"})`;
      throw new Faulted({ kind: "rejected", what: this.#file, because }, { cause: error });
    }
  }
}
