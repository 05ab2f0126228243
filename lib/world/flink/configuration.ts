import { parse } from "yaml";
import { isObject, type JsonObject } from "../simulation/json.ts";

/** Flat keys and their values as text, whatever the file looked like. */
export type FlinkConfiguration = ReadonlyMap<string, string>;

export type ConfigurationRead =
  | { readonly kind: "read"; readonly configuration: FlinkConfiguration; readonly file: string }
  | { readonly kind: "missing"; readonly because: string };

/** Which file Flink reads, by its version (org.apache.flink.configuration.GlobalConfiguration). */
export function readConfiguration(
  files: Readonly<Record<string, string>>,
  major: number,
  minor: number,
): ConfigurationRead {
  const legacy = files["flink-conf.yaml"];
  const standard = files["config.yaml"];
  const [readsLegacy, readsStandard] = [major < 2, major >= 2 || minor >= 19];
  if (readsLegacy && legacy !== undefined)
    return { kind: "read", configuration: parseLegacy(legacy), file: "flink-conf.yaml" };
  if (readsStandard && standard !== undefined)
    return { kind: "read", configuration: flatten(parse(standard) ?? {}), file: "config.yaml" };
  const expected = readsLegacy ? "flink-conf.yaml" : "config.yaml";
  const because = `The Flink config file '/opt/flink/conf/${expected}' (/opt/flink/conf/${expected}) does not exist.`;
  return { kind: "missing", because };
}

/** Before 1.19 a line is cut at the first `#` and split at the first `: `; what does not fit is left out. */
function parseLegacy(text: string): FlinkConfiguration {
  const lines = text.split("\n").map((line) => line.split("#")[0]?.trim() ?? "");
  const pairs = lines.map((line): readonly [string, string] => {
    const at = line.indexOf(": ");
    return at < 0 ? ["", ""] : [line.slice(0, at).trim(), line.slice(at + 2).trim()];
  });
  return new Map(pairs.filter(([key, value]) => key !== "" && value !== ""));
}

function flatten(value: JsonObject, prefix = ""): FlinkConfiguration {
  return new Map(
    Object.entries(value).flatMap(([field, inner]) => {
      const key = `${prefix}${field}`;
      return isObject(inner) ? [...flatten(inner, `${key}.`)] : [[key, asText(inner)] as const];
    }),
  );
}

const asText = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(";") : String(value));

/** The first of these keys that is set: newer names first. */
export function firstOf(configuration: FlinkConfiguration, ...keys: readonly string[]): string | undefined {
  return keys.map((key) => configuration.get(key)).find((value) => value !== undefined);
}

const haType = (configuration: FlinkConfiguration): string =>
  firstOf(configuration, "high-availability.type", "high-availability") ?? "";

export const isHighlyAvailable = (configuration: FlinkConfiguration): boolean =>
  /kubernetes|zookeeper/i.test(haType(configuration));

/** What HA metadata is found by. ZooKeeper is a place of its own: simulated by ConfigMaps that nobody would look for. */
export function haPlace(configuration: FlinkConfiguration, clusterId: string): string {
  if (!/zookeeper/i.test(haType(configuration))) return clusterId;
  return `zookeeper${(configuration.get("high-availability.zookeeper.path.root") ?? "/flink").replaceAll("/", "-")}-${clusterId}`;
}

/** `30 s`, `500 ms`, `5 min`, or milliseconds (org.apache.flink.util.TimeUtils). */
export function durationOf(text: string | undefined, otherwise: number): number {
  const match = /^(\d+)\s*([a-z]*)$/.exec(text?.trim().toLowerCase() ?? "");
  const unit = units.find(([names]) => names.includes(match?.[2] || "ms"));
  return match === null || unit === undefined ? otherwise : Number(match[1]) * unit[1];
}

const units: readonly (readonly [readonly string[], number])[] = [
  [["ms", "milli", "millis", "millisecond", "milliseconds"], 1],
  [["s", "sec", "secs", "second", "seconds"], 1000],
  [["m", "min", "minute", "minutes"], 60_000],
  [["h", "hour", "hours"], 3_600_000],
  [["d", "day", "days"], 86_400_000],
];
