import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { buildConnector } from "undici";

type Connector = buildConnector.connector;

/** What jars are fetched over; tests bring their own. */
export interface Network {
  /** All addresses of a host name. Rejects with the error of Node's resolver. */
  readonly resolve: (hostname: string) => Promise<readonly string[]>;
  /** Connects to one of these addresses and to nothing else; the host name is for TLS. */
  readonly dial: (to: Parameters<Connector>[0], addresses: readonly string[], done: buildConnector.Callback) => void;
}

/** The resolver, the routes and the certificate authorities of this machine. */
export const systemNetwork: Network = {
  resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  dial: (to, addresses, done) => {
    const known = addresses.map((address) => ({ address, family: isIP(address) }));
    const connect = buildConnector({
      allowH2: false,
      autoSelectFamily: true,
      // Node asks for all of them, because it may choose the family.
      lookup: (_hostname, _options, answer) => answer(null, known),
    });
    connect(to, done);
  },
};
