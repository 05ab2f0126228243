import type { Readable } from "node:stream";
import pLimit from "p-limit";
import { request } from "undici";
import { type Millis, seconds } from "../../core/time.ts";
import type { Access } from "./access.ts";
import { networkFault } from "./networkFault.ts";

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From `/`, segments percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** Sent as it comes, in place of `body`. */
  readonly stream?: StreamedBody;
  /** How long this call may take, where that is more than usual. It then waits for its turn among its like. */
  readonly deadline?: Millis;
  /** What the call is about, in a user's words: used in faults. */
  readonly what: string;
}

export interface StreamedBody {
  readonly contentType: string;
  /** In bytes, where it is known. */
  readonly length: number | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Any answer at all, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Limits {
  /** How long one call may take that does not say so itself, from being sent to the last byte of its answer. */
  readonly deadline: Millis;
  /** Calls in flight at the same time; more wait their turn. */
  readonly parallelism: number;
  /** The same of calls with a deadline of their own, so that no other waits for them. */
  readonly longCalls: number;
}

export const defaultLimits: Limits = { deadline: seconds(10), parallelism: 10, longCalls: 5 };

/** The one way to an API server. Shared by all that talks to the same spoke, so that its limits hold for all of them together. */
export class Connection {
  readonly server: string;
  readonly #access: Access;
  readonly #deadline: Millis;
  readonly #turn: ReturnType<typeof pLimit>;
  readonly #longTurn: ReturnType<typeof pLimit>;

  constructor(access: Access, limits: Limits = defaultLimits) {
    this.server = access.server.replace(/\/+$/, "");
    this.#access = access;
    this.#deadline = limits.deadline;
    this.#turn = pLimit(limits.parallelism);
    this.#longTurn = pLimit(limits.longCalls);
  }

  /** Throws `Faulted` `unavailable` when no complete answer came, and what {@link Access} throws. */
  async send(call: Call): Promise<Reply> {
    const turn = call.deadline === undefined ? this.#turn : this.#longTurn;
    return await turn(() => this.#sendNow(call));
  }

  async #sendNow(call: Call): Promise<Reply> {
    const { headers, dispatcher } = await this.#access.prepare();
    try {
      const answer = await request(this.#url(call), {
        method: call.method,
        dispatcher,
        headers: { accept: "application/json", ...bodyHeaders(call), ...headers },
        body: bodyOf(call),
        // One deadline for all of it: undici's own would come before a long one.
        headersTimeout: 0,
        bodyTimeout: 0,
        signal: AbortSignal.timeout(call.deadline ?? this.#deadline),
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      throw networkFault(error, call.what, this.server);
    }
  }

  #url({ path, query = {} }: Call): string {
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const search = new URLSearchParams(given).toString();
    return `${this.server}${path}${search === "" ? "" : `?${search}`}`;
  }
}

/** undici takes any async iterable, which its types do not say. It stops reading when the answer comes first or the call ends. */
const bodyOf = ({ body, stream }: Call): string | Readable | null =>
  (stream?.bytes as Readable | undefined) ?? (body === undefined ? null : JSON.stringify(body));

function bodyHeaders({ body, contentType, stream }: Call): Record<string, string> {
  if (stream === undefined) return body === undefined ? {} : { "content-type": contentType ?? "application/json" };
  const length = stream.length === undefined ? {} : { "content-length": String(stream.length) };
  return { "content-type": stream.contentType, ...length };
}
