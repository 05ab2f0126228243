import { FlinkRest } from "../../flink/flinkRest.ts";
import type { Connection } from "../kubernetes/connection.ts";
import { fileForm } from "./fileForm.ts";

/** Flink's REST API through `…/services/<scheme>:<name>:rest/proxy` of the API server. */
export class ServiceProxyFlink extends FlinkRest {
  constructor(connection: Connection) {
    super(async ({ namespace, scheme, service }, { file, ...call }) => {
      const proxy = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${scheme}:${service}:rest/proxy`;
      const stream = file === undefined ? {} : { stream: fileForm(file) };
      return await connection.send({ ...call, ...stream, path: `${proxy}${call.path}` });
    });
  }
}
