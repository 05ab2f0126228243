import { problem, value, type Answer } from "./answer.ts";
import type { FlinkConfiguration } from "./flinkConfiguration.ts";
import { listElements } from "./textLists.ts";
import type { Version } from "./versions.ts";

export interface ConfigFile {
  readonly name: "flink-conf.yaml" | "config.yaml";
  readonly text: string;
  /** What the file cannot hold and the command line must: `-D key=value`. */
  readonly properties: FlinkConfiguration;
}

/**
 * Flink's configuration file in the form that this version reads. flink-conf.yaml has no quotes: what it cannot hold makes config.yaml
 * of it where the version reads either, and goes to the command line (if there is one that takes it) where it does not.
 */
export function configFile(
  configuration: FlinkConfiguration,
  version: Version,
  commandLine: boolean,
): Answer<ConfigFile> {
  const all = Object.entries(configuration).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (version.configFile === "config.yaml") return standardFile(all);
  const lines = all.filter(([key, text]) => !(lists.has(key) && text === ""));
  const unfit = lines.filter(([key, text]) => !fitsLine(key, text) && !isForStart(key));
  if (unfit.length > 0 && version.configFile === "either") return standardFile(all);
  const stuck = unfit.find(([key]) => !commandLine || key.startsWith("env.") || !/^[\w$.-]+$/.test(key));
  if (stuck !== undefined) {
    return problem(
      `${stuck[0]}: its value is empty, or has a '#', a line break, or blanks at an end, and nothing of these can be configured for Flink ${version.number}; Flink 1.19 and later can hold it`,
    );
  }
  const text = lines.map(([key, one]) => (fitsLine(key, one) ? `${key}: ${one}\n` : "")).join("");
  return value({ name: "flink-conf.yaml", text, properties: Object.fromEntries(unfit) });
}

/** The parser cuts at the first `#`, at the first `: `, and at line breaks; it trims, and skips what is empty then (GlobalConfiguration.loadLegacyYAMLResource). */
function fitsLine(key: string, text: string): boolean {
  return text !== "" && text === text.trim() && !/[#\r\n]/.test(key + text) && !key.includes(": ");
}

/** Options that make the objects and that nothing in a pod reads. */
function isForStart(key: string): boolean {
  return /^(kubernetes\.(jobmanager|rest-service|internal-service)|containerized\.master\.env)\./.test(key);
}

/** Options of the lists that are ours to write. As text, an element such as `[1,2]` would be read as a list of its own. */
const lists: ReadonlySet<string> = new Set([
  "pipeline.jars",
  "pipeline.classpaths",
  "$internal.application.program-args",
]);

const javaHome = "env.java.home";

/** One flat line for each option: nested, `a.b` and `a.b.c` could not both be set. JSON's strings are YAML's. */
function standardFile(all: readonly (readonly [string, string])[]): Answer<ConfigFile> {
  const home = all.find(([key]) => key === javaHome)?.[1];
  if (home !== undefined && !/^[\w./@+-]+$/.test(home)) {
    return problem(`${javaHome}: '${home}' must be a plain path, since Flink's scripts read it without a parser`);
  }
  const text = all.map(([key, one]) => (key === javaHome ? `${key}: ${one}\n` : `${quoted(key)}: ${node(key, one)}\n`));
  return value({ name: "config.yaml", text: text.join(""), properties: {} });
}

function node(key: string, text: string): string {
  return lists.has(key) ? `[${listElements(text).map(quoted).join(", ")}]` : quoted(text);
}

/** JSON leaves some characters as they are that YAML does not allow, or takes for a line break. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
