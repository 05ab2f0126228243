import type { FlinkStateSnapshot } from "../../api/resources/flinkStateSnapshot.ts";

export type SnapshotType = "SAVEPOINT" | "CHECKPOINT";
export type TriggerType = "MANUAL" | "PERIODIC" | "UPGRADE" | "UNKNOWN";

/** Names of labels, the Apache operator's (CrdConstants). */
export const labelNames = {
  type: "snapshot.type",
  triggerType: "snapshot.trigger-type",
  state: "snapshot.state",
  jobKind: "job-reference.kind",
  jobName: "job-reference.name",
} as const;

export const snapshotType = ({ spec }: Pick<FlinkStateSnapshot, "spec">): SnapshotType =>
  spec.savepoint === undefined ? "CHECKPOINT" : "SAVEPOINT";

const longestLabel = 63;

/** Selects the snapshots of a job, in the syntax of kubectl's -l; `undefined` where its name is too long for a label. */
export const jobSelector = (name: string): string | undefined =>
  name.length > longestLabel ? undefined : `${labelNames.jobName}=${name}`;

/** What a snapshot is labelled with, so that it can be selected. Whoever made it may have said who asked for it. */
export function wantedLabels(resource: FlinkStateSnapshot): Readonly<Record<string, string>> {
  const { kind, name } = resource.spec.jobReference ?? {};
  return {
    [labelNames.type]: snapshotType(resource),
    [labelNames.triggerType]: resource.metadata.labels[labelNames.triggerType] ?? "MANUAL",
    [labelNames.state]: resource.status.state,
    ...(kind === undefined ? {} : { [labelNames.jobKind]: kind }),
    ...(name === undefined || name.length > longestLabel ? {} : { [labelNames.jobName]: name }),
  };
}
