import { FlinkRest } from "../flink/flinkRest.ts";
import type { FlinkCall, FlinkReply, SentFile } from "../flink/exchange.ts";
import type { Flink, FlinkAddress } from "../ports/index.ts";
import type { Line } from "./clusterPort.ts";
import type { SentFile as RestFile } from "./flink/rest.ts";
import { proxyToService, type ServiceProxyParts } from "./flink/serviceProxy.ts";
import { ApiError } from "./kubernetes/apiError.ts";

/** The port of the shell on simulated Flink clusters, by way of the simulated service proxy. */
export function flinkPort(proxy: ServiceProxyParts, line: Line): Flink {
  return new FlinkRest(async (at, call) => {
    const query = new URLSearchParams(call.query);
    const path = query.size === 0 ? call.path : `${call.path}?${query.toString()}`;
    line(call.method, `${call.method} ${path} of ${at.namespace}/${at.service}`);
    const files = call.file === undefined ? undefined : [await arrived(call.file)];
    return answered(() => viaProxy(proxy, at, { ...call, query, files }));
  });
}

/** Whole, as Flink looks at it only then. */
async function arrived({ name, bytes }: SentFile): Promise<RestFile> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return { name, bytes: Buffer.concat(chunks) };
}

interface Sent extends Omit<FlinkCall, "query" | "file"> {
  readonly query: URLSearchParams;
  readonly files: readonly RestFile[] | undefined;
}

function viaProxy(proxy: ServiceProxyParts, at: FlinkAddress, { method, path, query, body, files }: Sent): FlinkReply {
  const service = `${at.scheme}:${at.service}:rest`;
  const request = { method, path, query, body, files };
  const answer = proxyToService(proxy, { namespace: at.namespace, service }, request);
  return { status: answer.status, text: JSON.stringify(answer.body) };
}

/** What the API server itself refuses comes as its Status, as over HTTP. */
function answered(act: () => FlinkReply): FlinkReply {
  try {
    return act();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.code, text: JSON.stringify(error.status()) };
    throw error;
  }
}
