import type { FlinkConfiguration } from "./flinkConfiguration.ts";

/** Options that Flink renamed, newest name first in the key. Every later version still reads the old names. */
const olderNames: Readonly<Record<string, readonly string[]>> = {
  "high-availability.type": ["high-availability"],
  "kubernetes.container.image.ref": ["kubernetes.container.image"],
  "kubernetes.jobmanager.cpu.amount": ["kubernetes.jobmanager.cpu"],
  "kubernetes.taskmanager.cpu.amount": ["kubernetes.taskmanager.cpu"],
  "kubernetes.jobmanager.service-account": ["kubernetes.service-account"],
  "kubernetes.taskmanager.service-account": ["kubernetes.service-account"],
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

/** The names under which Flink looks for an option, the one that counts first. */
export function namesOf(option: string): readonly string[] {
  return [option, ...(olderNames[option] ?? [])];
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
