import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangesJournal } from "../../api/resources/changesJournal.ts";
import type { FlinkDeploymentStatus } from "../../api/resources/flinkDeployment.ts";
import type { Plan } from "../lifecycle/plan.ts";
import type { Instant } from "../time.ts";
import type { Judged } from "./judged.ts";
import { openNotes } from "./openNotes.ts";
import { progressAfter } from "./progress.ts";
import { settled } from "./settled.ts";
import { verdictOn } from "./verdictOn.ts";

interface Written extends Pick<Judged, "resource" | "notes" | "snapshots"> {
  /** The status that is going to be written over that of the resource. */
  readonly after: FlinkDeploymentStatus;
  readonly plan: Plan;
  readonly now: Instant;
}

/** The status that is going to be written, with what has become of changes by then. Without open changes it is that very status. */
export function changesAfter(written: Written): FlinkDeploymentStatus {
  const { resource, notes, after, plan, now } = written;
  const journal = resource.status.fleet?.changes;
  const open = openNotes(notes, journal, resource.metadata.creationTimestamp);
  if (open.length === 0) return withoutProgress(after);
  const step = { before: resource.status, after, plan, now };
  const progress = open.some(isOfSpec) ? progressAfter(journal?.progress ?? {}, step) : {};
  const judged: Judged = { ...written, progress, obstacle: plan.obstacle };
  const settling = { notes, open, progress, now, verdictOn: (note: ChangeNote) => verdictOn(note, judged) };
  return withChanges(after, settled(journal ?? { done: [], outbox: [] }, settling));
}

const isOfSpec = ({ snapshot }: ChangeNote): boolean => snapshot === undefined;

/** What was measured for a change whose note somebody has taken away says nothing of the next one. */
function withoutProgress(status: FlinkDeploymentStatus): FlinkDeploymentStatus {
  if (status.fleet?.changes?.progress === undefined) return status;
  const { progress: _measured, ...changes } = status.fleet.changes;
  return { ...status, fleet: { ...status.fleet, changes } };
}

/** Where there is nothing to be noted, nothing is. */
function withChanges(status: FlinkDeploymentStatus, changes: ChangesJournal): FlinkDeploymentStatus {
  const isEmpty = changes.done.length === 0 && changes.progress === undefined;
  return isEmpty && status.fleet?.changes === undefined ? status : { ...status, fleet: { ...status.fleet, changes } };
}
