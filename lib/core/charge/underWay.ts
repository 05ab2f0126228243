import type { ChangeNote } from "../../api/resources/changeNote.ts";
import { openNotes } from "../changes/openNotes.ts";
import type { Deployed } from "../lifecycle/observation/deployed.ts";
import { changedFields } from "../lifecycle/spec/difference.ts";
import { type ChargedResource, recordedIn } from "./chargedResource.ts";

type Look = (resource: ChargedResource, notes: readonly ChangeNote[]) => string | undefined;

/**
 * What was begun of a resource and is not at its end, or was asked for and is not begun, whoever is in charge of it. `undefined`: it is at
 * rest, and whoever takes it over finds nothing to do. `notes` are those of its annotation.
 */
export function underWay(resource: ChargedResource, notes: readonly ChangeNote[]): string | undefined {
  for (const look of looks) {
    const found = look(resource, notes);
    if (found !== undefined) return found;
  }
  return undefined;
}

const looks: readonly Look[] = [
  ({ metadata }) => (metadata.deletionTimestamp === undefined ? undefined : "it is being deleted"),
  announced,
  ({ status }) => inTheMiddle[status.reconciliationStatus?.state ?? "DEPLOYED"],
  ({ status }) => (status.fleet?.inPlace === undefined ? undefined : "a change without a restart is under way"),
  snapshot,
  changed,
  asked,
];

function announced({ status: { fleet } }: ChargedResource): string | undefined {
  const { intent, stoppedAt } = fleet ?? {};
  if (intent?.kind === "deploy")
    return `the deployment of generation ${intent.generation} is announced and not there yet`;
  if (intent?.kind === "stop") return `job ${intent.jobId} is being stopped (${intent.way})`;
  return stoppedAt === undefined ? undefined : `its job was stopped at ${stoppedAt}, and the next is not there yet`;
}

const inTheMiddle: Readonly<Record<string, string>> = {
  UPGRADING: "an upgrade is under way",
  ROLLING_BACK: "a rollback is under way",
};

/** Requests to Flink that are recorded in the status of the job itself. */
function snapshot({ status: { jobStatus } }: ChargedResource): string | undefined {
  if (has(jobStatus?.savepointInfo?.triggerId)) return "a savepoint is under way";
  return has(jobStatus?.checkpointInfo?.triggerId) ? "a checkpoint is under way" : undefined;
}

const has = (text: string | undefined): boolean => text !== undefined && text !== "";

function changed(resource: ChargedResource): string | undefined {
  const deployed: Deployed = recordedIn(resource);
  if (deployed.kind === "unreadable") return `what it records cannot be read: ${deployed.because}`;
  if (deployed.kind === "nothing" || deployed.isWanted) return undefined;
  const { difference } = deployed;
  const counting = { ...difference, changes: difference.changes.filter((one) => one.class !== "ignore") };
  return `generation ${resource.metadata.generation} is not carried out yet: ${changedFields(counting)}`;
}

function asked({ metadata, status }: ChargedResource, notes: readonly ChangeNote[]): string | undefined {
  const [open] = openNotes(notes, status.fleet?.changes, metadata.creationTimestamp);
  return open && `nobody was told yet what became of change ${open.id} (${open.action}, asked for by ${open.by})`;
}
