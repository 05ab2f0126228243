import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { certificate, privateKey } from "../../support/tls.ts";

export interface Site {
  readonly port: number;
  /** Requests so far, in order. */
  readonly heard: readonly { readonly url: string; readonly headers: IncomingMessage["headers"] }[];
}

/** A server on loopback that answers in its own way; gone when the test is over. */
export async function site(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { tls = false } = {},
): Promise<Site> {
  const heard: Site["heard"][number][] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    heard.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  };
  const server = tls ? createTlsServer({ cert: certificate, key: privateKey }, listener) : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, heard };
}

/** A site with one jar at every path. */
export const jarSite = (jar: Buffer | string, options?: { readonly tls?: boolean }): Promise<Site> =>
  site((_request, response) => {
    response.setHeader("content-length", Buffer.byteLength(jar));
    response.end(jar);
  }, options);

/** A site that sends everybody elsewhere. */
export const redirectSite = (location: (url: string) => string, options?: { readonly tls?: boolean }): Promise<Site> =>
  site(({ url = "" }, response) => void response.writeHead(302, { location: location(url) }).end("moved"), options);
