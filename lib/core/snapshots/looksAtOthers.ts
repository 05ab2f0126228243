import type { SnapshotSeen } from "./seen.ts";

/** Whether it counts what other snapshots speak of: such files are not deleted, and not taken for what this one has asked for. */
export const looksAtOthers = ({ resource, progress }: Pick<SnapshotSeen, "resource" | "progress">): boolean =>
  resource.metadata.deletionTimestamp !== undefined || progress.kind === "unknown";
