import ipaddr from "ipaddr.js";

/**
 * `private`: of a network that a host of the fleet file may be in. `never`: of one machine or link, of metadata services, or nobody's.
 */
export type AddressKind = "public" | "private" | "never";

const privateRanges = ["private", "loopback", "carrierGradeNat", "uniqueLocal", "deprecatedSiteLocal"];
/** Addresses that answer with the credentials of the machine: AWS has the second beside 169.254.169.254, Alibaba the first. */
const metadata = ["100.100.100.200", "fd00:ec2::254"].map((address) => ipaddr.parse(address).toString());
/** What IANA has given to the public; without it a range that the library does not know yet would pass. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

export function addressKind(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return "never";
  const address = ipaddr.parse(text);
  if (metadata.includes(address.toString())) return "never";
  const range = address.range();
  if (address instanceof ipaddr.IPv6) {
    const inside = embedded(address);
    if (inside !== undefined) return addressKind(inside) === "never" ? "never" : "private";
    if (range === "unicast") return address.match(publicIpv6) ? "public" : "never";
  }
  if (range === "unicast") return "public";
  return privateRanges.includes(range) ? "private" : "never";
}

/** The address of the fourth version that one of the sixth is translated into on its way: `::ffff:0:0/96`, `64:ff9b::/96`. */
function embedded(address: ipaddr.IPv6): string | undefined {
  const translated = ["::ffff:0:0/96", "64:ff9b::/96"].some((range) => address.match(ipaddr.IPv6.parseCIDR(range)));
  return translated ? address.toByteArray().slice(-4).join(".") : undefined;
}
