import { flattened, type FlinkConfiguration } from "./flinkConfiguration.ts";
import type { FlinkVersion } from "../../api/resources/common.ts";
import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "./defaults.ts";
import { overlaid } from "./overlaid.ts";
import { versions } from "./versions.ts";

const layers = "kubernetes.operator.default-configuration.";

/** A look asks for the same ones again and again; those of a fleet never change. */
const known = new WeakMap<OperatorDefaults, Map<string, FlinkConfiguration>>();

/**
 * The defaults as they apply to one namespace and version. A later layer wins: the common ones, the namespace's, those of this and of
 * earlier versions (`vX_Y+`) in the order of versions, those of exactly this version.
 */
export function defaultConfiguration(
  defaults: OperatorDefaults,
  namespace: string,
  version: FlinkVersion | undefined,
): FlinkConfiguration {
  const ofFleet = known.get(defaults) ?? new Map<string, FlinkConfiguration>();
  known.set(defaults, ofFleet);
  const key = `${namespace} ${version}`;
  const found = ofFleet.get(key) ?? layered(defaults, namespace, version);
  ofFleet.set(key, found);
  return found;
}

function layered(
  { configuration }: OperatorDefaults,
  namespace: string,
  version: FlinkVersion | undefined,
): FlinkConfiguration {
  const names = Object.keys(versions) as readonly FlinkVersion[];
  const upToThis = version === undefined ? [] : names.slice(0, names.indexOf(version) + 1);
  const common = Object.fromEntries(Object.entries(configuration).filter(([key]) => !key.startsWith(layers)));
  const prefixes = [
    `${layers}namespace.${namespace}.`,
    ...upToThis.map((name) => `${layers}flink-version.${name}+.`),
    `${layers}flink-version.${version}.`,
  ];
  return prefixes.reduce((below, prefix) => overlaid(below, layer(configuration, prefix)), common);
}

function layer(configuration: FlinkConfiguration, prefix: string): FlinkConfiguration {
  return Object.fromEntries(
    Object.entries(configuration).flatMap(([key, text]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), text]] : [],
    ),
  );
}

/** What the user asks for: the defaults overlaid by `spec.flinkConfiguration`. Holds the operator's own options as well. */
export function userConfiguration(
  resource: { readonly namespace: string; readonly spec: FlinkDeploymentSpec },
  defaults: OperatorDefaults,
): FlinkConfiguration {
  const { namespace, spec } = resource;
  return overlaid(defaultConfiguration(defaults, namespace, spec.flinkVersion), flattened(spec.flinkConfiguration));
}
