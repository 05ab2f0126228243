import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { isTrue, textOf } from "../../configuration/options.ts";
import { listElements } from "../../configuration/textLists.ts";
import { carriesSecret, hidden } from "../spec/secrets.ts";
import { problem, type Problem } from "./problem.ts";
import { isRestrictedHost } from "./restrictedHost.ts";

const field = "spec.job.jarURI";
const schemesKey = "kubernetes.operator.user.artifacts.allowed-schemes";
const restrictKey = "kubernetes.operator.user.artifacts.disallow-restricted-hosts";

/** Where a session job's jar may come from: it is fetched with our rights, so users cannot be let choose freely. */
export function jarUri(uri: string, operator: FlinkConfiguration): Problem | undefined {
  const because = refusal(uri, operator);
  const shown = carriesSecret(uri) ? hidden : uri;
  return because === undefined ? undefined : problem(field, `${field} '${shown}' ${because}`);
}

function refusal(uri: string, operator: FlinkConfiguration): string | undefined {
  const allowed = listElements(textOf(operator, schemesKey) ?? "https").map((one) => one.toLowerCase());
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  const right = `write it as ${allowed.join(":// or ")}:// and so on`;
  if (scheme === undefined) return `has no scheme: ${right}`;
  if (!isUri(uri)) return `is not a valid URI: ${right}`;
  if (!allowed.includes(scheme)) {
    return `has the scheme ${scheme}, which is not one of ${allowed.join(", ")} (${schemesKey} of the operator)`;
  }
  return isHttp(uri) && isTrue(operator, restrictKey, true) ? hostRefusal(uri) : undefined;
}

function hostRefusal(uri: string): string | undefined {
  const { hostname } = new URL(uri);
  if (!isRestrictedHost(hostname)) return undefined;
  return `points at ${hostname}, a host of this machine or of a private network: use a public one (${restrictKey} of the operator)`;
}

const isHttp = (uri: string): boolean => /^https?:/i.test(uri);

/** URL reads `https:///x` as a host x; a URI has no host there. */
const isUri = (uri: string): boolean =>
  URL.canParse(uri) && !/\s/.test(uri) && (!isHttp(uri) || /^https?:\/\/[^/?#]/i.test(uri));
