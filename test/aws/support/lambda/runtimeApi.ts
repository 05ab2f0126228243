import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What came of an event that was handed to a function. */
export type Invocation =
  | { readonly kind: "answered"; readonly payload: unknown }
  | { readonly kind: "threw"; readonly error: { readonly errorType: string; readonly errorMessage: string } }
  /** Its process ended, or was ended at its deadline. */
  | { readonly kind: "died"; readonly because: string };

interface Pending {
  readonly id: string;
  readonly event: unknown;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly settle: (invocation: Invocation) => void;
}

/** The side of Lambda that a runtime talks to (Lambda's "custom runtime" API of 2018-06-01), for one environment: one event at a time. */
export class RuntimeApi {
  readonly #server: Server;
  readonly #arn: string;
  #asking: ServerResponse | undefined;
  #pending: Pending | undefined;
  #sent = false;

  private constructor(name: string) {
    this.#arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response);
    });
  }

  static async start(name: string): Promise<RuntimeApi> {
    const api = new RuntimeApi(name);
    api.#server.listen(0, "127.0.0.1");
    await once(api.#server, "listening");
    return api;
  }

  /** HOST:PORT, as AWS_LAMBDA_RUNTIME_API has it. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  invoke(event: unknown, deadline: number): Promise<Invocation> {
    return new Promise((settle) => {
      this.#pending = { id: randomUUID(), event, deadline, settle };
      this.#sent = false;
      this.#hand();
    });
  }

  /** Nobody answers any more. */
  end(because: string): void {
    this.#settle({ kind: "died", because });
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, verb] =
      /^\/2018-06-01\/runtime\/(?:invocation\/)?(?:[^/]+\/)?(next|response|error)$/.exec(request.url ?? "") ?? [];
    if (verb === "next") {
      this.#asking = response;
      this.#hand();
      return;
    }
    const body = await text(request);
    if (verb === "response") this.#settle({ kind: "answered", payload: body === "" ? undefined : JSON.parse(body) });
    else if (verb === "error") this.#settle({ kind: "threw", error: JSON.parse(body) as never });
    response.writeHead(verb === undefined ? 404 : 202, { "content-type": "application/json" }).end("{}");
  }

  #hand(): void {
    if (this.#asking === undefined || this.#pending === undefined || this.#sent) return;
    const { id, event, deadline } = this.#pending;
    this.#sent = true;
    const headers = {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(deadline),
      "lambda-runtime-invoked-function-arn": this.#arn,
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    };
    this.#asking.writeHead(200, headers).end(JSON.stringify(event));
    this.#asking = undefined;
  }

  #settle(invocation: Invocation): void {
    this.#pending?.settle(invocation);
    this.#pending = undefined;
  }
}
