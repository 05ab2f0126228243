import { Faulted } from "../../core/fault.ts";
import { errorField } from "../system/errorField.ts";

/** Codes of Node, OpenSSL and undici that deserve better words. Texts are the same every time: they end up in conditions. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ENOTFOUND: "host name not found",
  EAI_AGAIN: "host name could not be looked up",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ETIMEDOUT: "timed out",
  TimeoutError: "timed out",
  UND_ERR_CONNECT_TIMEOUT: "timed out while connecting",
  UND_ERR_HEADERS_TIMEOUT: "timed out",
  UND_ERR_BODY_TIMEOUT: "timed out",
  UND_ERR_SOCKET: "connection closed",
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the server's certificate is not signed by the configured CA",
  SELF_SIGNED_CERT_IN_CHAIN: "the server's certificate is not signed by the configured CA",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the server's certificate is not signed by the configured CA",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the server's certificate is not signed by the configured CA",
  CERT_SIGNATURE_FAILURE: "the server's certificate is not signed by the configured CA",
  ERR_TLS_CERT_ALTNAME_INVALID: "the server's certificate is for another host name",
};

/** Whether TLS ended with the certificate of the server. Of the error that a fault has as its cause. */
export const isDistrust = (error: unknown): boolean => /CERT|UNABLE_TO_VERIFY/.test(codeOf(error));

/** No answer came. The text names the host, never the path, its query, or credentials. */
export function networkFault(error: unknown, what: string, server: string): Faulted {
  const code = codeOf(error);
  const because = `no answer from ${new URL(server).host}: ${words[code] ?? code}`;
  return new Faulted({ kind: "unavailable", what, because }, { cause: error });
}

function codeOf(error: unknown): string {
  const code = errorField(error, "code");
  if (code !== undefined) return code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return "unknown error";
  return error.cause === undefined ? error.name : codeOf(error.cause);
}
