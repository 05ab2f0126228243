import { millis } from "../time.ts";
import { disposes, holdsSnapshotFinalizer, snapshotFinalizer } from "./finalizer.ts";
import { wantedLabels } from "./labels.ts";
import type { SnapshotPlan } from "./plan.ts";
import type { SnapshotSeen } from "./seen.ts";

/** Labels and, where files go along with the resource, the finalizer are there before anything is taken. */
export function marking({ resource }: SnapshotSeen): SnapshotPlan | undefined {
  const { finalizers, labels: found } = resource.metadata;
  const labels = wantedLabels(resource);
  const holds = holdsSnapshotFinalizer(resource) || !disposes(resource);
  if (holds && Object.entries(labels).every(([name, text]) => found[name] === text)) return undefined;
  return {
    act: "again",
    because: "labels and finalizer are brought up to date",
    effect: { kind: "mark", finalizers: holds ? finalizers : [...finalizers, snapshotFinalizer], labels },
    wake: millis(0),
  };
}
