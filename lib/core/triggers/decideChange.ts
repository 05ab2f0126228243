import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { LastChange } from "../../api/resources/lastChange.ts";
import { isFromBackup } from "../changes/openNotes.ts";
import { isCanary } from "../lifecycle/validation/canaryLabel.ts";
import { type Instant, rfc3339 } from "../time.ts";
import type { ChangeRequest } from "./changeRequest.ts";
import { untimely } from "./inOrder.ts";
import { type Json, merged, patchBetween, sameJson } from "./json.ts";
import { type DoneChange, type Known, knownChange, mostPending, pendingNotes } from "./notes.ts";
import { specChange, type Target } from "./specChange.ts";

/** A resource with what is known of the changes that were made to it. */
export interface Changed {
  readonly target: Target;
  readonly notes: readonly ChangeNote[];
  readonly done: readonly DoneChange[];
  readonly last: LastChange | undefined;
}

export type Decision =
  | { readonly kind: "refused"; readonly because: string; readonly retryable: boolean }
  /** It was made before; saying so again changes nothing. */
  | { readonly kind: "known"; readonly known: Known }
  /** `spec` is a merge patch, left out where there is nothing to change. */
  | {
      readonly kind: "make";
      readonly note: ChangeNote;
      readonly notes: readonly ChangeNote[];
      readonly last: LastChange;
      readonly spec: Json | undefined;
    };

/** What a request does to one resource. `snapshot` is the name for a savepoint of it. */
export function decideChange(request: ChangeRequest, changed: Changed, now: Instant, snapshot: string): Decision {
  const { target, done, last } = changed;
  const notes = changed.notes.filter((note) => !isFromBackup(note, target.metadata.creationTimestamp));
  const known = knownChange(request.id, notes, done);
  if (known !== undefined) return { kind: "known", known };
  const because = unfit(target.metadata) ?? untimely(request, last, now);
  if (because !== undefined) return refused(because);
  const pending = pendingNotes(notes, done);
  if (pending.length >= mostPending) {
    const many = `${pending.length} changes of it are on their way, and no more than ${mostPending} may be`;
    return { kind: "refused", because: many, retryable: true };
  }
  const found = specChange(request.change, target, last);
  if (found.kind === "refused") return refused(found.because);
  const after = merged(target.spec, found.spec) as Target["spec"];
  const isSame = sameJson(after, target.spec);
  const note = noteOf(request, { target, after, now }, snapshot);
  return {
    kind: "make",
    note,
    notes: [...pending, note],
    last: lastOf(request, changed, isSame ? undefined : { made: found.spec, after }),
    spec: isSame ? undefined : found.spec,
  };
}

/** Why nothing may be asked of the resource at all. */
function unfit({ deletionTimestamp, labels }: Target["metadata"]): string | undefined {
  if (deletionTimestamp !== undefined) return "it is being deleted";
  if (!isCanary(labels)) return undefined;
  return "it is a canary (label flink.apache.org/canary): it runs no job, and nobody but flink-fleet changes it";
}

const refused = (because: string): Decision => ({ kind: "refused", because, retryable: false });

interface Step {
  readonly target: Target;
  readonly after: Target["spec"];
  readonly now: Instant;
}

function noteOf({ id, change, by, requestedAt, deadline }: ChangeRequest, step: Step, snapshot: string): ChangeNote {
  const { target, after, now } = step;
  const { generation } = target.metadata;
  const next = sameJson(after, target.spec) ? generation : generation + 1;
  return {
    id,
    action: change.kind,
    by,
    requestedAt: rfc3339(requestedAt),
    at: rfc3339(now),
    deadline: rfc3339(deadline),
    from: versionOf(target.spec, generation),
    to: versionOf(after, next),
    ...(change.kind === "savepoint" ? { snapshot } : {}),
  };
}

function versionOf(spec: Target["spec"], generation: number): ChangeNote["from"] {
  const image = "image" in spec ? spec.image : undefined;
  const jarURI = spec.job?.jarURI;
  return { generation, ...(image === undefined ? {} : { image }), ...(jarURI === undefined ? {} : { jarURI }) };
}

/** A redeployment can be taken back; what was rolled back cannot, or the next rollback would bring it back. */
function lastOf(
  { id, change, requestedAt }: ChangeRequest,
  { target, last }: Changed,
  made: { readonly made: Json; readonly after: Target["spec"] } | undefined,
): LastChange {
  const common = { id, requestedAt: rfc3339(requestedAt) };
  if (change.kind === "rollback") return common;
  if (change.kind === "redeploy" && made !== undefined) {
    const undo = patchBetween({ ...made.after }, { ...target.spec });
    return { ...common, redeployed: { id, made: { ...made.made }, undo: { ...undo } } };
  }
  return { ...common, ...(last?.redeployed === undefined ? {} : { redeployed: last.redeployed }) };
}
