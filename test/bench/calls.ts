import { subscribe } from "node:diagnostics_channel";

/** Calls of the HTTP client that adapters use, by kind. */
export class Calls {
  readonly counts = new Map<string, number>();

  constructor() {
    subscribe("undici:request:create", (message) => {
      const { request } = message as { readonly request: { readonly method: string; readonly path: string } };
      const kind = kindOf(request.method, request.path);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    });
  }
}

const verbs: Readonly<Record<string, string>> = { POST: "create", PUT: "replace", PATCH: "patch", DELETE: "delete" };
const flinkIds = /[0-9a-f]{32}(?:_\w+\.jar)?|[0-9a-f-]{36}_[\w.-]+/gu;

/** `flink GET /jobs/ID`, or `kubernetes list pods`. */
export function kindOf(method: string, url: string): string {
  const [path = "", query = ""] = url.split("?");
  const [, proxied] = /\/services\/[^/]+\/proxy(\/.*)$/u.exec(path) ?? [];
  if (proxied !== undefined) return `flink ${method} ${proxied.replaceAll(flinkIds, "ID")}`;
  const [, resource = path, name, subresource] =
    /(?:\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/[^/]+)?\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?$/u.exec(path) ??
    [];
  const of = subresource === undefined ? resource : `${resource}/${subresource}`;
  if (method === "GET") return `kubernetes ${name === undefined ? "list" : "read"} ${of}`;
  const isApply = method === "PATCH" && query.includes("force=true");
  return `kubernetes ${isApply ? "apply" : verbs[method]} ${of}`;
}
