import { modeOf } from "../configuration/mode.ts";
import type { JobSpec } from "../../api/resources/common.ts";
import type { FlinkDeploymentSpec } from "../../api/resources/flinkDeployment.ts";
import type { FlinkConfiguration } from "../configuration/flinkConfiguration.ts";
import { haIsActive, isTrue, textOf } from "../configuration/options.ts";
import type { Version } from "../configuration/versions.ts";
import type { Blueprint } from "./blueprint.ts";

/** Whether options can be given on the command lines of this cluster's processes. */
export function commandLineTakesProperties(spec: FlinkDeploymentSpec, version: Version): boolean {
  if (modeOf(spec) === "native") return true;
  return spec.job === undefined ? version.jobManagerTakesProperties : version.jobTakesProperties;
}

/** Where the JobManager runs, once its pod has an address. Kubernetes fills it in. */
const podAddress = "$(_POD_IP_ADDRESS)";

/** The command line of a native JobManager. It passes through a shell. */
export function nativeArguments({ wanted, configuration, file }: Blueprint): readonly string[] {
  const kind = wanted.spec.job === undefined ? "kubernetes-session" : "kubernetes-application";
  const users = configuration["kubernetes.jobmanager.entrypoint.args"] ?? "";
  const ours = properties(file.properties).map((one) => ` ${shellQuoted(one)}`);
  return ["bash", "-c", `kubernetes-jobmanager.sh ${kind} ${users}${ours.join("")}`];
}

export function standaloneArguments(print: Blueprint): readonly string[] {
  const { job } = print.wanted.spec;
  return job === undefined ? sessionArguments(print) : applicationArguments(print, job);
}

export function taskManagerArguments({ file }: Blueprint): readonly string[] {
  return ["taskmanager", ...properties(file.properties)];
}

/** With HA, TaskManagers find the JobManager by its pod's address; before Flink 1.15 that is the first word of jobmanager.sh. */
function sessionArguments({ version, configuration, file }: Blueprint): readonly string[] {
  const own = properties(file.properties);
  if (!haIsActive(configuration)) return ["jobmanager", ...own];
  return version.jobManagerTakesProperties
    ? ["jobmanager", "-D", `jobmanager.rpc.address=${podAddress}`, ...own]
    : ["jobmanager", podAddress];
}

function applicationArguments({ version, configuration, file }: Blueprint, job: JobSpec): readonly string[] {
  const { entryClass, args } = job;
  const savepoint = textOf(configuration, "execution.state-recovery.path");
  return [
    "standalone-job",
    ...(entryClass === undefined ? [] : ["--job-classname", entryClass]),
    ...(isTrue(configuration, "execution.state-recovery.ignore-unclaimed-state", false)
      ? ["--allowNonRestoredState"]
      : []),
    ...(savepoint === undefined ? [] : ["--fromSavepoint", savepoint]),
    ...(haIsActive(configuration) ? addressArguments(version) : []),
    ...properties(file.properties),
    // Without it, an argument of the job that is the beginning of one of Flink's own options would be taken for that.
    ...(args.length === 0 ? [] : ["--", ...args]),
  ];
}

function addressArguments(version: Version): readonly string[] {
  return version.jobTakesProperties ? ["-D", `jobmanager.rpc.address=${podAddress}`] : ["--host", podAddress];
}

/** Kubernetes would fill in `$(NAME)`; in a value of Flink's configuration it is text. */
function properties(options: FlinkConfiguration): readonly string[] {
  return Object.entries(options).flatMap(([key, text]) => ["-D", `${key}=${text}`.replaceAll("$(", "$$$$(")]);
}

function shellQuoted(word: string): string {
  return /^-?\w+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
