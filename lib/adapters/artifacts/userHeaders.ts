import { validateHeaderName, validateHeaderValue } from "node:http";
import { Faulted } from "../../core/fault.ts";

/** What says how a message travels, and to whom: `host` would ask another site than the one whose name was judged. */
const ours =
  /^(connection|content-length|expect|host|keep-alive|proxy-.*|range|te|trailer|transfer-encoding|upgrade)$/i;

/** Headers with names in small letters. Throws `Faulted` `rejected` for one that a user cannot give; its value is not told. */
export function userHeaders(headers: Readonly<Record<string, string>>, what: string): Record<string, string> {
  const bad = Object.entries(headers).find(([name, value]) => ours.test(name) || !isValid(name, value));
  if (bad === undefined) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }
  const option = "kubernetes.operator.user.artifacts.http.header";
  const because = `${JSON.stringify(bad[0])} of ${option} cannot be sent: name headers such as Authorization or Cookie, with a value in one line`;
  throw new Faulted({ kind: "rejected", what, because });
}

function isValid(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
