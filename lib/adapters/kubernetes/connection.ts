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
  /** What the call is about, in a user's words: used in faults. */
  readonly what: string;
}

/** Any answer at all, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface Limits {
  /** How long one call may take, from being sent to the last byte of its answer. */
  readonly deadline: Millis;
  /** Calls in flight at the same time; more wait their turn. */
  readonly parallelism: number;
}

export const defaultLimits: Limits = { deadline: seconds(10), parallelism: 10 };

/** The one way to an API server. Shared by all that talks to the same spoke, so that its limits hold for all of them together. */
export class Connection {
  readonly server: string;
  readonly #access: Access;
  readonly #deadline: Millis;
  readonly #limit: ReturnType<typeof pLimit>;

  constructor(access: Access, limits: Limits = defaultLimits) {
    this.server = access.server.replace(/\/+$/, "");
    this.#access = access;
    this.#deadline = limits.deadline;
    this.#limit = pLimit(limits.parallelism);
  }

  /** Throws `Faulted` `unavailable` when no complete answer came, and what {@link Access} throws. */
  async send(call: Call): Promise<Reply> {
    return await this.#limit(() => this.#sendNow(call));
  }

  async #sendNow(call: Call): Promise<Reply> {
    const { headers, dispatcher } = await this.#access.prepare();
    try {
      const answer = await request(this.#url(call), {
        method: call.method,
        dispatcher,
        headers: { accept: "application/json", ...bodyHeaders(call), ...headers },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: AbortSignal.timeout(this.#deadline),
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

const bodyHeaders = (call: Call): Record<string, string> =>
  call.body === undefined ? {} : { "content-type": call.contentType ?? "application/json" };
