import { warning } from "../lifecycle/happenings/told.ts";
import { parsedInstant, seconds, since } from "../time.ts";
import type { SnapshotCircumstances } from "./circumstances.ts";
import { disposes, holdsSnapshotFinalizer } from "./finalizer.ts";
import { disposalPatience, inMinutes } from "./patience.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";
import { underWay } from "./underWay.ts";

/** Lets the resource go: after its files where they go along with it, and without them when they cannot be deleted in time. */
export function deletion(seen: SnapshotSeen, circumstances: SnapshotCircumstances): SnapshotPlan | undefined {
  const { resource } = seen;
  const { deletionTimestamp } = resource.metadata;
  if (deletionTimestamp === undefined) return undefined;
  if (!holdsSnapshotFinalizer(resource)) {
    return { act: "wait", because: "others still hold the resource", wake: "on schedule" };
  }
  if (!disposes(resource)) return release("its files stay, as it asks for");
  const patient = since(parsedInstant(deletionTimestamp), circumstances.now) < disposalPatience;
  if (resource.status.state === "IN_PROGRESS") return patient ? underWay(seen, circumstances) : leftUnderWay(seen);
  const { path } = resource.status;
  return path === undefined || path === "" ? release("nothing was taken") : disposal(seen, path, patient);
}

const release = (because: string): SnapshotPlan => ({
  act: "again",
  because,
  effect: { kind: "release" },
  wake: "on schedule",
});

function disposal(seen: SnapshotSeen, path: string, patient: boolean): SnapshotPlan {
  const { target } = seen;
  const hindrance = hindranceOf(seen, path);
  if (hindrance === undefined && target.kind === "found") {
    return {
      act: "again",
      because: "deleted: removing its files",
      effect: { kind: "dispose", at: target.at, path },
      wake: "on schedule",
    };
  }
  // Without the job's resource there will be no Flink that could delete them.
  if (!patient || target.kind === "missing") return left(path, hindrance ?? "the job was not found");
  const message = `The savepoint at ${path} could not be disposed of: ${hindrance}. It is tried for ${inMinutes(disposalPatience)}, then the resource goes and the files stay; set spec.savepoint.disposeOnDelete to false to let it go at once.`;
  return { act: "wait", because: message, obstacle: { reason: "CleanupFailed", message }, wake: seconds(15) };
}

/** Why nobody can delete the files, or must not. */
function hindranceOf({ target, others }: SnapshotSeen, path: string): string | undefined {
  if (others.includes(path)) return "another FlinkStateSnapshot speaks of it";
  switch (target.kind) {
    case "none":
    case "missing":
      return "the job that spec.jobReference names does not exist";
    case "notSeen":
      return target.because;
    case "found":
      if (target.needed.includes(path)) return "the job would be started from it";
      if (target.answers) return undefined;
      return "because" in target.standing ? target.standing.because : "Flink does not answer";
  }
}

/** The way out: what stays is said where somebody may see it, also when the resource is gone. */
const left = (path: string, hindrance: string): SnapshotPlan => ({
  ...release("its files could not be deleted"),
  tell: [warning("Snapshot", "CleanupFailed", `The files at ${path} were left: ${hindrance}. Delete them by hand.`)],
});

function leftUnderWay({ resource }: SnapshotSeen): SnapshotPlan {
  const where = resource.spec.savepoint?.path ?? "the job's savepoint folder";
  const message = `The savepoint was not known to be complete ${inMinutes(disposalPatience)} after the deletion. Files of it may be left in ${where}: delete them by hand.`;
  return {
    ...release("its savepoint was not known to be complete"),
    tell: [warning("Snapshot", "CleanupFailed", message)],
  };
}
