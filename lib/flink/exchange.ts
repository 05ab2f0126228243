import type { Millis } from "../core/time.ts";
import type { FlinkAddress } from "../ports/flink.ts";

/** One request to Flink's REST API. */
export interface FlinkCall {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** From Flink's own root: `/jobs/overview`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. Has no field that is `undefined`. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Sent in place of `body`, as the one file of a form (multipart/form-data). */
  readonly file?: SentFile;
  /** How long it may take, where that is more than an ordinary call. */
  readonly deadline?: Millis;
  /** What the call is about, in a user's words: used in faults. */
  readonly what: string;
}

/** A file that may be too large to be held in memory: it is sent while it is read. */
export interface SentFile {
  /** The form's field. */
  readonly field: string;
  /** Letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  readonly contentType: string;
  /** In bytes, where it is known: there are exactly as many then. */
  readonly size: number | undefined;
  /** Read once, and not to its end where the answer comes before. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Any answer at all, whatever its status and whoever gave it. */
export interface FlinkReply {
  readonly status: number;
  readonly text: string;
}

/**
 * The way to a Flink cluster. Sends a request once and no more: not every one may be repeated. Throws `Faulted` `unavailable` when no
 * complete answer came.
 */
export type SendToFlink = (at: FlinkAddress, call: FlinkCall) => Promise<FlinkReply>;
