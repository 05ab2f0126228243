import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { certificate, privateKey } from "./tls.ts";

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  /** Parsed when it is JSON. */
  readonly body: unknown;
}

/** A string is sent as it is, everything else as JSON. */
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Loopback {
  readonly url: string;
  /** Everything asked so far, in order. */
  readonly heard: readonly Heard[];
  /** Connections accepted so far. */
  readonly connections: () => number;
}

type Answer = (heard: Heard, count: number) => Said | "never" | "hang up" | Promise<Said | "never" | "hang up">;

/** A raw HTTP server on a port of its own that records what it hears; gone when the test is over. */
export async function loopback(answer: Answer, { tls = false } = {}): Promise<Loopback> {
  const heard: Heard[] = [];
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const asked = await understood(request);
      heard.push(asked);
      const said = await answer(asked, heard.length);
      if (said === "never") return;
      if (said === "hang up") {
        request.socket.destroy();
        return;
      }
      response.writeHead(said.status ?? 200, { "content-type": "application/json", ...said.headers });
      response.end(typeof said.body === "string" ? said.body : JSON.stringify(said.body ?? {}));
    })();
  };
  const server: Server = tls
    ? createTlsServer({ cert: certificate, key: privateKey }, listener)
    : createServer(listener);
  let connections = 0;
  server.on("connection", () => (connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${tls ? "https" : "http"}://127.0.0.1:${port}`, heard, connections: () => connections };
}

async function understood(request: IncomingMessage): Promise<Heard> {
  const url = new URL(request.url ?? "/", "http://loopback");
  const raw = await text(request);
  return {
    method: request.method ?? "",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: raw === "" ? undefined : asJson(raw),
  };
}

function asJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
