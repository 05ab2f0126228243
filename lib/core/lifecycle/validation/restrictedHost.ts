/**
 * Whether a host of a URL is, by its own spelling, anything but a public one. Nobody is asked for its address: that is judged, by the
 * same list, by what connects to it.
 */
export function isRestrictedHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  if (name.startsWith("[")) return isRestrictedIpv6(name.slice(1, -1));
  return /^\d+(\.\d+){3}$/.test(name) && restrictedIpv4.test(name);
}

/** What IANA's registry of special addresses holds: of this machine, private, link-local, shared by carriers, for tests, multicast. */
const restrictedIpv4 = new RegExp(
  [
    String.raw`^(0|10|127|22[4-9]|2[345]\d)\.`,
    String.raw`^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.`,
    String.raw`^169\.254\.`,
    String.raw`^172\.(1[6-9]|2\d|3[01])\.`,
    String.raw`^192\.(168|0\.[02]|88\.99|31\.196|52\.193|175\.48)\.`,
    String.raw`^198\.(1[89]|51\.100)\.`,
    String.raw`^203\.0\.113\.`,
  ].join("|"),
);

/**
 * Only 2000::/3 is given to the public. Of that not Teredo and the other protocols in 2001::/23, examples (2001:db8::/32, 3fff::/20),
 * 6to4 (2002::/16, which holds an address of the fourth version) and 2620:4f:8000::/48.
 */
const isRestrictedIpv6 = (address: string): boolean =>
  !/^[23][\da-f]{3}:/.test(address) ||
  /^(2001:(:|[01]?[\da-f]{1,2}:|db8:)|2002:|2620:4f:8000:|3fff:(:|[\da-f]{1,3}:))/.test(address);
