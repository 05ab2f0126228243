import type { FlinkConfiguration } from "./flinkConfiguration.ts";

/** Options that Flink renamed, newest name first in the key. Every later version still reads the old names. */
const olderNames: Readonly<Record<string, readonly string[]>> = {
  "high-availability.type": ["high-availability"],
  "kubernetes.container.image.ref": ["kubernetes.container.image"],
  "kubernetes.jobmanager.cpu.amount": ["kubernetes.jobmanager.cpu"],
  "kubernetes.taskmanager.cpu.amount": ["kubernetes.taskmanager.cpu"],
  "kubernetes.pod-template-file.default": ["kubernetes.pod-template-file"],
  "env.java.opts.all": ["env.java.opts"],
  "restart-strategy.type": ["restart-strategy"],
  "state.backend.type": ["state.backend"],
  "execution.checkpointing.dir": ["state.checkpoints.dir"],
  "execution.checkpointing.savepoint-dir": ["state.savepoints.dir"],
  "execution.checkpointing.storage": ["state.checkpoint-storage"],
  "execution.checkpointing.num-retained": ["state.checkpoints.num-retained"],
  "execution.checkpointing.incremental": ["state.backend.incremental"],
  "execution.state-recovery.path": ["execution.savepoint.path"],
  "execution.state-recovery.ignore-unclaimed-state": ["execution.savepoint.ignore-unclaimed-state"],
  "execution.state-recovery.claim-mode": ["execution.savepoint-restore-mode"],
  "taskmanager.load-balance.mode": ["cluster.evenly-spread-out-slots"],
};

/** Options that take the value of a common one while they have none of their own. */
const commonNames: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.jobmanager.service-account": ["kubernetes.service-account"],
  "kubernetes.taskmanager.service-account": ["kubernetes.service-account"],
  "rest.bind-port": ["rest.port"],
};

/** Names of one and the same option, by each of them. */
const sameOption: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(olderNames)
    .map(([newest, older]) => [newest, ...older])
    .flatMap((names) => names.map((name) => [name, names])),
);

/**
 * Options overlaid by others that are more special. An option of the upper layer also hides its other names in the lower one; else the
 * newest name would win in Flink, whichever layer it comes from.
 */
export function overlaid(below: FlinkConfiguration, above: FlinkConfiguration): FlinkConfiguration {
  return { ...without(below, Object.keys(above)), ...above };
}

/** The configuration without these options, under whichever name they are set. */
export function without(configuration: FlinkConfiguration, options: readonly string[]): FlinkConfiguration {
  const hidden = new Set(options.flatMap((name) => [name, ...(sameOption[name] ?? [])]));
  return Object.fromEntries(Object.entries(configuration).filter(([key]) => !hidden.has(key)));
}

/** The names under which Flink looks for an option, the one that counts first. */
export function namesOf(option: string): readonly string[] {
  return [option, ...(olderNames[option] ?? []), ...(commonNames[option] ?? [])];
}

/** The value that Flink would use for the option (given by its newest name), or undefined when no name of it is set. */
export function valueOf(configuration: FlinkConfiguration, option: string): string | undefined {
  const name = namesOf(option).find((one) => configuration[one] !== undefined);
  return name === undefined ? undefined : configuration[name];
}

/** Like valueOf, but a value of blanks only counts as none. */
export function textOf(configuration: FlinkConfiguration, option: string): string | undefined {
  const text = valueOf(configuration, option)?.trim();
  return text === "" ? undefined : text;
}

/** Flink's booleans: `true` in any case; anything else that is set is false. */
export function isTrue(configuration: FlinkConfiguration, option: string, otherwise: boolean): boolean {
  const text = textOf(configuration, option);
  return text === undefined ? otherwise : text.toLowerCase() === "true";
}

/** Flink's HighAvailabilityMode.isHighAvailabilityModeActivated. */
export function haIsActive(configuration: FlinkConfiguration): boolean {
  return (textOf(configuration, "high-availability.type") ?? "NONE").toUpperCase() !== "NONE";
}

/** HA through ConfigMaps, by its short name or by the class that every version since 1.12 understands. */
export function haIsKubernetes(configuration: FlinkConfiguration): boolean {
  const type = textOf(configuration, "high-availability.type") ?? "";
  return type.toLowerCase() === "kubernetes" || type.endsWith(".KubernetesHaServicesFactory");
}

export const checkpointDirectory = (configuration: FlinkConfiguration): string | undefined =>
  textOf(configuration, "execution.checkpointing.dir");

export const savepointDirectory = (configuration: FlinkConfiguration): string | undefined =>
  textOf(configuration, "execution.checkpointing.savepoint-dir");
