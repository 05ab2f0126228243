import type { FlinkVersion } from "../../api/resources/common.ts";

interface Renamed {
  readonly older: readonly [string, ...string[]];
  /** The first version that knows the new name. */
  readonly since: FlinkVersion;
}

/** Options that Flink renamed, by their newest name. Every later version still reads the old names. */
export const renamed: Readonly<Record<string, Renamed>> = {
  "high-availability.type": { older: ["high-availability"], since: "v1_17" },
  "kubernetes.container.image.ref": { older: ["kubernetes.container.image"], since: "v1_17" },
  "kubernetes.jobmanager.cpu.amount": { older: ["kubernetes.jobmanager.cpu"], since: "v1_17" },
  "kubernetes.taskmanager.cpu.amount": { older: ["kubernetes.taskmanager.cpu"], since: "v1_17" },
  "env.java.opts.all": { older: ["env.java.opts"], since: "v1_17" },
  "restart-strategy.type": { older: ["restart-strategy"], since: "v1_17" },
  "state.backend.type": { older: ["state.backend"], since: "v1_17" },
  "execution.checkpointing.dir": { older: ["state.checkpoints.dir"], since: "v1_20" },
  "execution.checkpointing.savepoint-dir": { older: ["state.savepoints.dir"], since: "v1_20" },
  "execution.checkpointing.storage": { older: ["state.checkpoint-storage"], since: "v1_20" },
  "execution.checkpointing.num-retained": { older: ["state.checkpoints.num-retained"], since: "v1_20" },
  "execution.checkpointing.incremental": { older: ["state.backend.incremental"], since: "v1_20" },
  "execution.state-recovery.path": { older: ["execution.savepoint.path"], since: "v1_20" },
  "execution.state-recovery.ignore-unclaimed-state": {
    older: ["execution.savepoint.ignore-unclaimed-state"],
    since: "v1_20",
  },
  "execution.state-recovery.claim-mode": { older: ["execution.savepoint-restore-mode"], since: "v1_20" },
  "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling": {
    older: ["jobmanager.adaptive-scheduler.scaling-interval.min"],
    since: "v2_0",
  },
};

/** Options that take the value of a common one while they have none of their own. */
const common: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.jobmanager.service-account": ["kubernetes.service-account"],
  "kubernetes.taskmanager.service-account": ["kubernetes.service-account"],
  "rest.bind-port": ["rest.port"],
};

/** The names under which Flink looks for an option (given by its newest name), the one that counts first. */
export function namesOf(option: string): readonly string[] {
  return [option, ...(renamed[option]?.older ?? []), ...(common[option] ?? [])];
}

const together: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(renamed)
    .map(([newest, { older }]) => [newest, ...older])
    .flatMap((names) => names.map((name) => [name, names])),
);

/** All names of the option that this is one name of. */
export function otherNames(name: string): readonly string[] {
  return together[name] ?? [name];
}
