import type { Dispatcher } from "undici";
import { Faulted } from "../../core/fault.ts";

const redirects = [301, 302, 303, 307, 308];

/**
 * Where an answer sends us, if it does. Never from https to http, nor to another protocol. The place itself is not told: it may hold
 * a signature.
 */
export function redirected(
  { statusCode, headers }: Pick<Dispatcher.ResponseData, "statusCode" | "headers">,
  from: URL,
  what: string,
): URL | undefined {
  if (!redirects.includes(statusCode)) return undefined;
  const refused = (because: string) => new Faulted({ kind: "rejected", what, because: `${from.hostname} ${because}` });
  const { location } = headers;
  if (typeof location !== "string" || !URL.canParse(location, from.href)) throw refused("redirects to nowhere");
  const to = new URL(location, from);
  if (to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:")) return to;
  throw refused(`redirects to ${to.protocol}//${to.hostname}: only https is followed from there`);
}
