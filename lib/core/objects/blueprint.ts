import type { FlinkVersion } from "../../api/resources/common.ts";
import { problem, value, type Answer } from "../configuration/answer.ts";
import { configFile, type ConfigFile } from "../configuration/configFile.ts";
import { deployedConfiguration, versionOf } from "../configuration/deployed.ts";
import { userConfiguration } from "../configuration/effective.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { jobManagerMemory } from "../configuration/jobManagerMemory.ts";
import { taskManagerMemory } from "../configuration/taskManagerMemory.ts";
import { versions, type Version } from "../configuration/versions.ts";
import type { WantedCluster } from "../configuration/wantedCluster.ts";
import { commandLineTakesProperties } from "./arguments.ts";
import type { Json } from "./json.ts";
import { roleTemplate } from "./roleTemplate.ts";

/** All that had to be worked out before the objects of a cluster can be written down. */
export interface Blueprint {
  readonly wanted: WantedCluster;
  readonly version: Version;
  /** As it is deployed, all of it in `file`. */
  readonly configuration: FlinkConfiguration;
  readonly file: ConfigFile;
  /** Further files beside it, by name. */
  readonly logFiles: Readonly<Record<string, string>>;
  /** Bytes of a process. */
  readonly memory: { readonly jobManager: number; readonly taskManager: number };
  readonly templates: { readonly jobManager: Json | undefined; readonly taskManager: Json | undefined };
}

export function blueprint(wanted: WantedCluster): Answer<Blueprint> {
  const name = versionOf(wanted);
  if (name.kind === "problem") return name;
  const version = versions[name.value];
  const deployed = deployedConfiguration(wanted);
  if (deployed.kind === "problem") return deployed;
  const configuration = deployed.value;
  const file = configFile(configuration, version, commandLineTakesProperties(wanted.spec, version));
  if (file.kind === "problem") return file;
  const memory = memoryOf(configuration, name.value);
  if (memory.kind === "problem") return memory;

  const { spec, defaults, resource } = wanted;
  const user = userConfiguration({ namespace: resource.namespace, spec }, defaults);
  return value({
    wanted,
    version,
    configuration,
    file: file.value,
    logFiles: spec.logConfiguration ?? defaults.logConfiguration,
    memory: memory.value,
    templates: {
      jobManager: roleTemplate("jobmanager", spec, user),
      taskManager: roleTemplate("taskmanager", spec, user),
    },
  });
}

/** In native mode Flink works out the TaskManagers' memory itself, but would fail over and over where it cannot. */
function memoryOf(configuration: FlinkConfiguration, version: FlinkVersion): Answer<Blueprint["memory"]> {
  const jobManager = jobManagerMemory(configuration);
  if (jobManager.kind === "problem") return problem(`JobManager memory: ${jobManager.because}`);
  const taskManager = taskManagerMemory(configuration, version);
  if (taskManager.kind === "problem") return problem(`TaskManager memory: ${taskManager.because}`);
  return value({ jobManager: jobManager.value, taskManager: taskManager.value });
}
