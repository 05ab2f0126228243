import { isIP } from "node:net";
import type { buildConnector } from "undici";
import type { ArtifactRules } from "../../core/configuration/artifactRules.ts";
import { Faulted } from "../../core/fault.ts";
import { isAllowedHost } from "../../core/lifecycle/validation/allowedHost.ts";
import { addressKind } from "./addressKind.ts";
import type { Network } from "./network.ts";

type Connector = buildConnector.connector;
type To = Parameters<Connector>[0];

/**
 * Connects to addresses that it has judged itself, so that a name that answers differently the next time changes nothing. One bad
 * address among several is enough: which of them is dialled is not ours to say. Fails with `Faulted` `rejected`.
 */
export const guardedConnector =
  (network: Network, rules: ArtifactRules): Connector =>
  (to, done) =>
    void dialled(to, network, rules, done);

async function dialled(to: To, network: Network, rules: ArtifactRules, done: buildConnector.Callback): Promise<void> {
  let addresses: readonly string[];
  try {
    addresses = await judged(to, network, rules);
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)), null);
    return;
  }
  network.dial(to, addresses, done);
}

async function judged(to: To, { resolve }: Network, rules: ArtifactRules): Promise<readonly string[]> {
  const literal = to.hostname.replace(/^\[(.*)\]$/, "$1");
  const addresses = isIP(literal) > 0 ? [literal] : await resolve(to.hostname);
  const kinds = addresses.map(addressKind);
  const because = refusal(to, kinds, rules);
  if (because === undefined) return addresses;
  throw new Faulted({ kind: "rejected", what: to.hostname, because });
}

function refusal(to: To, kinds: readonly string[], rules: ArtifactRules): string | undefined {
  if (kinds.length === 0) return "it has no address";
  if (kinds.includes("never"))
    return "it has an address of a machine, of a metadata service, or of no use: that is never allowed";
  const hostname = to.hostname.includes(":") ? `[${to.hostname.replaceAll(/[[\]]/g, "")}]` : to.hostname;
  const allowed = !rules.restrictsHosts || isAllowedHost({ ...to, hostname }, rules.allowedHosts);
  if (allowed || !kinds.includes("private")) return undefined;
  return "it has a private address: use a public host, or let the fleet file allow it (artifacts.allowedHosts)";
}
