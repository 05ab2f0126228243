import type { ChangeNote } from "../../api/resources/changeNote.ts";
import type { ChangeResult } from "../../api/resources/changesJournal.ts";
import type { Answer } from "../../core/triggers/answer.ts";
import type { Subject } from "../../core/triggers/selects.ts";
import type { FieldChange } from "./fieldChanges.ts";

/** What became of a change of one resource, or would become of it. */
export type Outcome = Place &
  (
    | {
        readonly outcome: "wouldChange";
        readonly changes: readonly FieldChange[];
        /** The kind of an object that would be made. */
        readonly creates?: "FlinkStateSnapshot";
      }
    /** It stands in the resource; the same generation twice: there was nothing to change. */
    | {
        readonly outcome: "accepted";
        readonly from?: ChangeNote["from"] | undefined;
        readonly to?: ChangeNote["to"] | undefined;
        /** Why it is not known to be done, where that was waited for. */
        readonly because?: string;
      }
    | { readonly outcome: "refused"; readonly because: string; readonly retryable: boolean }
    /** Of a change that was waited for. */
    | { readonly outcome: ChangeResult; readonly at?: string; readonly because?: string }
  );

export interface Place {
  readonly cluster: string;
  readonly namespace: string;
  readonly resource: string;
  readonly kind: Subject["kind"];
}

export const placeOf = ({ spoke, namespace, name, kind }: Subject): Place => ({
  cluster: spoke,
  namespace,
  resource: name,
  kind,
});

export const placeText = ({ cluster, namespace, resource }: Place): string => `${cluster} ${namespace}/${resource}`;

/** Of the resource that was asked for. */
export function outcomeOf(place: Place, { kind, detail }: Answer): Outcome {
  if (kind === "refused") return { ...place, outcome: "refused", because: detail.because, retryable: detail.retryable };
  return { ...place, outcome: "accepted", from: detail.from, to: detail.to };
}

const good: readonly Outcome["outcome"][] = ["wouldChange", "succeeded", "unchanged"];

/** Whether it went as it should; what was to be waited for is not, while it is on its way. */
export const isGood = (one: Outcome): boolean =>
  good.includes(one.outcome) || (one.outcome === "accepted" && one.because === undefined);
