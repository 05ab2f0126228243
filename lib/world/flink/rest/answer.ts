import type { JsonObject } from "../../simulation/json.ts";

export interface RestRequest {
  readonly method: string;
  /** Begins with `/`; the prefix `/v1` is optional. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body?: JsonObject | undefined;
  /** Of a form. */
  readonly files?: readonly SentFile[] | undefined;
}

/** A file of a form (multipart/form-data). */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface RestAnswer {
  readonly status: number;
  /** Metrics come as a list, everything else as an object. */
  readonly body: JsonObject | readonly JsonObject[];
}

export const ok = (body: JsonObject): RestAnswer => ({ status: 200, body });

/** What a handler finds out after it has begun to look: real Flink puts the class before the message. */
export const notFoundLate = (message: string): RestAnswer => failedLate(404, message);

export const failedLate = (status: number, message: string): RestAnswer =>
  failure(status, `org.apache.flink.runtime.rest.handler.RestHandlerException: ${message}`);

export const failure = (status: number, ...errors: readonly string[]): RestAnswer => ({ status, body: { errors } });
