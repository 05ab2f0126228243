import { Agent } from "undici";
import { Faulted } from "../../core/fault.ts";
import type { Access } from "./access.ts";

/** Access with bearer tokens, which are sent over TLS only. `ca` is PEM; without it Node's own list of authorities counts. */
export function tokenAccess(
  server: string,
  { ca, token }: { readonly ca: string | undefined; readonly token: () => Promise<string> },
): Access {
  if (!server.startsWith("https://")) {
    const because = `${server} is not https: a token is never sent in the clear`;
    throw new Faulted({ kind: "rejected", what: "API server", because });
  }
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
  return {
    server,
    prepare: async () => ({ headers: { authorization: `Bearer ${await token()}` }, dispatcher }),
  };
}
