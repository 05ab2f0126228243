/**
 * The worker thread that the simulated clusters run in, so that the CPU time of the other is the hub's alone. Each cluster is served behind
 * a port of its own, where bytes are counted.
 */
import { connect, createServer, type AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { KubernetesObject } from "../../lib/core/kubernetes.ts";
import type { Instant, Millis } from "../../lib/core/time.ts";
import { serve } from "../../lib/world/http/serve.ts";
import { World } from "../../lib/world/world.ts";
import type { Answer, Bytes, Request, Start } from "./protocol.ts";

const { spokes, start, objects } = workerData as Start;
const world = new World({ spokes, start: start as Instant });
const served = await serve(world);
const bytes: Record<string, Bytes> = {};
const servers: Record<string, string> = {};

for (const name of spokes) {
  for (const object of objects) world.spoke(name).api.create(object as unknown as KubernetesObject);
  servers[name] = await counted(name, new URL(served.url(name)));
}

/** As seen by whoever calls. */
async function counted(name: string, to: URL): Promise<string> {
  const count = (bytes[name] = { received: 0, sent: 0 });
  const server = createServer((client) => {
    const upstream = connect(Number(to.port), to.hostname);
    client.on("data", (chunk) => (count.sent += chunk.length)).on("error", () => upstream.destroy());
    upstream.on("data", (chunk) => (count.received += chunk.length)).on("error", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${to.pathname}`;
}

function answer(request: Request): Answer {
  switch (request.kind) {
    case "servers":
      return { servers };
    case "advance":
      world.advance(request.by as Millis);
      return {};
    case "edit":
      world.spoke(request.spoke).api.patch(request.ref, { type: "merge", body: { spec: request.spec } });
      return {};
    case "objects":
      return { objects: world.spokes.flatMap(({ api }) => [...api.list(request.of).items]) };
    case "bytes":
      return { bytes: structuredClone(bytes), violations: world.violations };
  }
}

parentPort?.on("message", (request: Request) => parentPort?.postMessage(answer(request)));
