/** Whether a host of a URL is, by its own spelling, one of this machine or of a private network. Nobody is asked for its address. */
export function isRestrictedHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (name.startsWith("[")) return isRestrictedIpv6(name.slice(1, -1));
  return /^\d+(\.\d+){3}$/.test(name) && restrictedIpv4.test(name);
}

/** Wildcard, loopback, link-local, site-local (RFC 1918) and multicast. */
const restrictedIpv4 = /^(0|10|127|22[4-9]|23\d)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./;

/** As above; `::ffff:` and the like hold an address of the fourth version, which nobody needs to write that way. */
const isRestrictedIpv6 = (address: string): boolean => /^::|^f[cdf]|^fe[89a-f]/.test(address);
