import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangesJournal } from "../../api/resources/changesJournal.ts";
import type { FlinkStateSnapshot, FlinkStateSnapshotStatus } from "../../api/resources/flinkStateSnapshot.ts";
import type { FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { FlinkResource } from "../lifecycle/flinkResource.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Instant } from "../time.ts";
import { openNotes } from "./openNotes.ts";
import { progressAfter } from "./progress.ts";
import { settled } from "./settled.ts";
import { snapshotVerdict } from "./snapshotVerdict.ts";
import { verdictOn } from "./verdictOn.ts";

const empty: ChangesJournal = { done: [], outbox: [] };

interface Written<Resource, Status> {
  /** As it was looked at, or as the claim left it. */
  readonly resource: Resource;
  readonly notes: readonly ChangeNote[];
  /** The status that is going to be written. */
  readonly after: Status;
  readonly plan: Plan;
  readonly now: Instant;
}

/** The status that is going to be written, with what has become of changes by then. Without open changes it is that very status. */
export function changesAfter(written: Written<FlinkResource, FlinkDeploymentStatus>): FlinkDeploymentStatus {
  const { resource, notes, after, plan, now } = written;
  const journal = resource.status.fleet?.changes;
  const open = openNotes(notes, journal, resource.metadata.creationTimestamp);
  if (open.length === 0) return withoutProgress(after);
  const progress = progressAfter(journal?.progress ?? {}, { before: resource.status, after, plan, now });
  const judged = { resource, after, progress, obstacle: plan.obstacle, notes, now };
  return withChanges(
    after,
    settled(journal ?? empty, { notes, open, progress, now, verdictOn: (note) => verdictOn(note, judged) }),
  );
}

/** The same for a FlinkStateSnapshot. */
export function snapshotChangesAfter(
  written: Omit<Written<FlinkStateSnapshot, FlinkStateSnapshotStatus>, "plan">,
): FlinkStateSnapshotStatus {
  const { resource, notes, after, now } = written;
  const journal = resource.status.fleet?.changes;
  const open = openNotes(notes, journal, resource.metadata.creationTimestamp);
  if (open.length === 0) return after;
  const judged = { resource, after, now };
  return withChanges(
    after,
    settled(journal ?? empty, { notes, open, progress: {}, now, verdictOn: (note) => snapshotVerdict(note, judged) }),
  );
}

/** What was measured for a change whose note somebody has taken away says nothing of the next one. */
function withoutProgress(status: FlinkDeploymentStatus): FlinkDeploymentStatus {
  if (status.fleet?.changes?.progress === undefined) return status;
  const { progress: _measured, ...changes } = status.fleet.changes;
  return { ...status, fleet: { ...status.fleet, changes } };
}

interface Fleet {
  readonly fleet?: { readonly changes?: ChangesJournal | undefined } | undefined;
}

/** Where there is nothing to be noted, nothing is. */
function withChanges<Status extends Fleet>(status: Status, changes: ChangesJournal): Status {
  const isEmpty = changes.done.length === 0 && changes.progress === undefined;
  return isEmpty && status.fleet?.changes === undefined ? status : { ...status, fleet: { ...status.fleet, changes } };
}
