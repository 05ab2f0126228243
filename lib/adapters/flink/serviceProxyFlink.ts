import { FlinkRest } from "../../flink/flinkRest.ts";
import type { Connection } from "../kubernetes/connection.ts";

/** Flink's REST API through `…/services/<scheme>:<name>:rest/proxy` of the API server. */
export class ServiceProxyFlink extends FlinkRest {
  constructor(connection: Connection) {
    super(async ({ namespace, scheme, service }, call) => {
      const proxy = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${scheme}:${service}:rest/proxy`;
      return await connection.send({ ...call, path: `${proxy}${call.path}` });
    });
  }
}
