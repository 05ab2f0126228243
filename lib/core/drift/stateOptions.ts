/** Options that say where a job's state is, which one it starts from, and whether it can be read: by any name Flink has had for them. */
const stateOption = new RegExp(
  [
    String.raw`high-availability(\..+)?`,
    String.raw`state\.(checkpoints|savepoints)\.dir`,
    String.raw`state\.(backend(\.type)?|checkpoint-storage)`,
    String.raw`execution\.checkpointing\.(dir|savepoint-dir|storage|externalized-checkpoint-retention)`,
    String.raw`execution\.(savepoint|state-recovery)[.-].+`,
    String.raw`(job|application)-result-store\..+`,
    String.raw`kubernetes\.(cluster-id|namespace)`,
    String.raw`cluster\.id`,
    String.raw`\$internal\.(pipeline\.job-id|application\.id)`,
    String.raw`pipeline\.max-parallelism`,
  ]
    .map((pattern) => `^${pattern}$`)
    .join("|"),
  "u",
);

export const speaksOfState = (option: string): boolean => stateOption.test(option);
