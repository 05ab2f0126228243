import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { isTrue, textOf } from "./options.ts";
import { listElements } from "./textLists.ts";

/** The first two are the Apache operator's; the others hold what the fleet file says under `artifacts`. */
export const artifactOptions = {
  schemes: "kubernetes.operator.user.artifacts.allowed-schemes",
  restrict: "kubernetes.operator.user.artifacts.disallow-restricted-hosts",
  hosts: "kubernetes.operator.user.artifacts.allowed-hosts",
  size: "kubernetes.operator.user.artifacts.max-size",
} as const;

/** What jars of session jobs may be fetched from. They are fetched with our rights, so users cannot be let choose freely. */
export interface ArtifactRules {
  /** In small letters, without the colon. */
  readonly schemes: readonly string[];
  /** Whether hosts of private networks are refused. */
  readonly restrictsHosts: boolean;
  /** Exempt from that: `host`, `host:port` or `*.suffix`, in small letters. */
  readonly allowedHosts: readonly string[];
  /** Bytes. */
  readonly limit: number;
}

const defaultLimit = 512 * 2 ** 20;

/** Of the operator's own configuration, never of a resource's. */
export function artifactRules(operator: FlinkConfiguration): ArtifactRules {
  return {
    schemes: listElements(textOf(operator, artifactOptions.schemes) ?? "https;local").map((one) => one.toLowerCase()),
    restrictsHosts: isTrue(operator, artifactOptions.restrict, true),
    allowedHosts: listElements(textOf(operator, artifactOptions.hosts) ?? ""),
    limit: Number(textOf(operator, artifactOptions.size) ?? defaultLimit),
  };
}
