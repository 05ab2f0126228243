import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const status = (code: number, reason: string, message: string): string =>
  JSON.stringify({ apiVersion: "v1", kind: "Status", status: "Failure", code, reason, message });

const answers = {
  forbidden: status(403, "Forbidden", "flinkdeployments.flink.apache.org is forbidden: User cannot list resource"),
  bare: status(404, "NotFound", "the server could not find the requested resource"),
} as const;

/** API servers that each are in trouble of another kind, under /forbidden, /bare (no CRDs) and /slow (never answers). */
export async function troubledServers(): Promise<Server> {
  const server = createServer((request, response) => {
    const kind = request.url?.split("/")[1];
    if (kind !== "forbidden" && kind !== "bare") return;
    response.writeHead(kind === "forbidden" ? 403 : 404, { "content-type": "application/json" }).end(answers[kind]);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
