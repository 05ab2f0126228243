import { artifactOptions, type ArtifactRules, artifactRules } from "../../configuration/artifactRules.ts";
import type { FlinkConfiguration } from "../../configuration/flinkConfiguration.ts";
import { carriesSecret, hidden } from "../spec/secrets.ts";
import { isAllowedHost } from "./allowedHost.ts";
import { problem, type Problem } from "./problem.ts";
import { isRestrictedHost } from "./restrictedHost.ts";

const field = "spec.job.jarURI";
const { schemes: schemesKey, restrict: restrictKey } = artifactOptions;

/** Where a session job's jar may come from: it is fetched with our rights, so users cannot be let choose freely. */
export function jarUri(uri: string, operator: FlinkConfiguration): Problem | undefined {
  const because = refusal(uri, artifactRules(operator));
  const shown = carriesSecret(uri) ? hidden : uri;
  return because === undefined ? undefined : problem(field, `${field} '${shown}' ${because}`);
}

function refusal(uri: string, rules: ArtifactRules): string | undefined {
  const allowed = rules.schemes;
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  const right = `write it as ${allowed.join(":// or ")}:// and so on`;
  if (scheme === undefined) return `has no scheme: ${right}`;
  if (!isUri(uri)) return `is not a valid URI: ${right}`;
  if (!allowed.includes(scheme)) {
    return `has the scheme ${scheme}, which is not one of ${allowed.join(", ")} (${schemesKey} of the operator)`;
  }
  return isHttp(uri) && rules.restrictsHosts ? hostRefusal(new URL(uri), rules) : undefined;
}

function hostRefusal(url: URL, { allowedHosts }: ArtifactRules): string | undefined {
  if (!isRestrictedHost(url.hostname) || isAllowedHost(url, allowedHosts)) return undefined;
  const remedy = `use a public one, or let it be allowed (artifacts.allowedHosts of the fleet file, ${restrictKey} of the operator)`;
  return `points at ${url.hostname}, a host of this machine or of a private network: ${remedy}`;
}

const isHttp = (uri: string): boolean => /^https?:/i.test(uri);

/** URL reads `https:///x` as a host x; a URI has no host there. */
const isUri = (uri: string): boolean =>
  URL.canParse(uri) && !/\s/.test(uri) && (!isHttp(uri) || /^https?:\/\/[^/?#]/i.test(uri));
