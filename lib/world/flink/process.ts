import type { ApiServer } from "../kubernetes/apiServer.ts";
import { dataOf, type Container, type Pod } from "../kubernetes/shapes.ts";
import type { FlinkConfiguration } from "./configuration.ts";

/** What a container's command makes of it. */
export type Role =
  | { readonly kind: "jobManager"; readonly mode: "native" | "standalone"; readonly runs: "application" | "session" }
  | { readonly kind: "taskManager" };

/** Flink's image and the scripts in it; `undefined` for a container that runs something else. */
export function roleOf(container: Container): Role | undefined {
  const words = [...container.command, ...container.args].join(" ").split(/\s+/);
  if (words.includes("kubernetes-jobmanager.sh"))
    return {
      kind: "jobManager",
      mode: "native",
      runs: words.includes("kubernetes-application") ? "application" : "session",
    };
  if (words.includes("kubernetes-taskmanager.sh")) return { kind: "taskManager" };
  const [first] = container.args;
  if (first === "standalone-job") return { kind: "jobManager", mode: "standalone", runs: "application" };
  if (first === "jobmanager") return { kind: "jobManager", mode: "standalone", runs: "session" };
  return first === "taskmanager" ? { kind: "taskManager" } : undefined;
}

export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** The image decides; one whose tag says nothing has the version that its configuration was written for. */
export function versionOf(image: string, configFiles: Readonly<Record<string, string>>): Version {
  const tag = /[:\-v](\d+)[._](\d+)(?:\.(\d+))?[^/]*$/.exec(image);
  const [major, minor] =
    tag === null ? ("config.yaml" in configFiles ? [2, 1] : [1, 20]) : [Number(tag[1]), Number(tag[2])];
  return { text: `${major}.${minor}.${tag?.[3] ?? 0}`, major, minor };
}

/** The files in /opt/flink/conf, from the ConfigMap that is mounted there. */
export function configFiles(api: ApiServer, pod: Pod, container: Container): Readonly<Record<string, string>> {
  return mountedFiles(api, pod, container, "/opt/flink/conf");
}

export function mountedFiles(
  api: ApiServer,
  pod: Pod,
  container: Container,
  at: string,
): Readonly<Record<string, string>> {
  const mount = container.volumeMounts.find((each) => each.mountPath.replace(/\/$/, "") === at);
  const source = pod.spec.volumes.find((volume) => volume.name === mount?.name)?.configMap;
  if (source === undefined) return {};
  const object = api.find({ kind: "ConfigMap", namespace: pod.metadata.namespace, name: source.name });
  const data = object === undefined ? {} : dataOf(object);
  if (source.items === undefined) return data;
  return Object.fromEntries(source.items.map(({ key, path }) => [path, data[key] ?? ""]));
}

/** The jars that Flink is told to load, from the configuration and the command line. */
export function missingJar(configuration: FlinkConfiguration, container: Container): string | undefined {
  const named = [configuration.get("pipeline.jars"), configuration.get("pipeline.classpaths"), ...container.args];
  return named
    .flatMap((text) => (text ?? "").split(/[;,\s]/))
    .map((uri) => uri.replace(/^\[?"?|"?\]?$/g, ""))
    .find((uri) => uri.includes("does-not-exist") && uri.endsWith(".jar"));
}
