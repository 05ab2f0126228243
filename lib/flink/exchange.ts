import type { FlinkAddress } from "../ports/flink.ts";

/** One request to Flink's REST API. */
export interface FlinkCall {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  /** From Flink's own root: `/jobs/overview`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. Has no field that is `undefined`. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What the call is about, in a user's words: used in faults. */
  readonly what: string;
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
