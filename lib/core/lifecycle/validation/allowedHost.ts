/** The parts of a URL that say where it leads to. */
export interface Host {
  /** As a URL has it: in small letters, addresses in their usual form, those of IPv6 in brackets. */
  readonly hostname: string;
  /** Empty for the usual one of the protocol. */
  readonly port: string;
  readonly protocol: string;
}

/** Whether a host is one of the fleet file's `artifacts.allowedHosts`: `host`, `host:port`, `*.suffix`, `*.suffix:port`. */
export function isAllowedHost({ hostname, port, protocol }: Host, allowed: readonly string[]): boolean {
  const name = hostname.replace(/\.$/, "");
  const at = port === "" ? usualPort(protocol) : port;
  return allowed.some((entry) => {
    const [, host = "", only] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
    const named = host.startsWith("*.") ? name.endsWith(host.slice(1)) && name.length >= host.length : name === host;
    return named && (only === undefined || only === at);
  });
}

const usualPort = (protocol: string): string => (protocol === "http:" ? "80" : "443");
