import { decideChange } from "../../core/triggers/decideChange.ts";
import { Faulted } from "../../core/fault.ts";
import type { Instant } from "../../core/time.ts";
import { readable } from "../../shell/readable.ts";
import { changedOf, whyNotOurs } from "../../shell/triggerResource.ts";
import type { Found } from "../selection/found.ts";
import type { AskedFor } from "./askedFor.ts";
import { fieldChanges } from "./fieldChanges.ts";
import { type Outcome, type Place, placeOf } from "./outcome.ts";

/** What a change would do to a resource as it is now: the decision that the change itself makes, and nothing written. */
export async function foreseen(asked: AskedFor, found: Found, now: Instant): Promise<Outcome> {
  const { subject, object, cluster, spoke } = found;
  const place = placeOf(subject);
  try {
    const because = await whyNotOurs(object, { cluster, charges: spoke.charges });
    if (because !== undefined) return { ...place, outcome: "refused", because, retryable: false };
    return decided(asked, found, place, now);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    return { ...place, outcome: "refused", because: error.message, retryable: false };
  }
}

function decided(asked: AskedFor, { subject, object, by }: Found, place: Place, now: Instant): Outcome {
  const target = readable(subject.kind, object);
  const decision = decideChange({ ...asked, selector: by }, changedOf(target), now, "");
  switch (decision.kind) {
    case "refused":
      return { ...place, outcome: "refused", because: decision.because, retryable: decision.retryable };
    case "known":
      return { ...place, outcome: "accepted", from: decision.known.note?.from, to: decision.known.note?.to };
    case "make": {
      const changes = fieldChanges(target.spec, decision.spec ?? {});
      const creates = asked.change.kind === "savepoint" ? { creates: "FlinkStateSnapshot" as const } : {};
      return { ...place, outcome: "wouldChange", changes, ...creates };
    }
  }
}
