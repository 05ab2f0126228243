import type { LastChange } from "../../api/resources/lastChange.ts";
import { changes } from "../lifecycle/spec/difference.ts";
import { recordedSpec } from "../lifecycle/spec/lastReconciledSpec.ts";
import { isMap, type Json, merged, patchBetween, sameJson } from "./json.ts";
import type { SpecChange, Target } from "./specChange.ts";

/**
 * Back to the spec that was stable last. Where that is the present one, back to what the last redeployment changed, unless somebody has
 * changed it again since.
 */
export function rollback(target: Target, last: LastChange | undefined): SpecChange {
  const toStable = patchToStable(target);
  if (toStable !== undefined && Object.keys(toStable).length > 0) return { kind: "patch", spec: toStable };
  const redeployed = last?.redeployed;
  if (redeployed === undefined) return { kind: "refused", because: unknown(toStable !== undefined) };
  if (!sameJson(merged(target.spec, redeployed.made), target.spec)) {
    const because = `what change ${redeployed.id} made has been changed again since: say what is to run with redeploy.requested`;
    return { kind: "refused", because };
  }
  return { kind: "patch", spec: redeployed.undo };
}

const unknown = (isStable: boolean): string =>
  `${isStable ? "the present spec is the last that was stable" : "no spec was stable yet"}, and no redeployment by an event is ` +
  "known that could be taken back: say what is to run with redeploy.requested";

/** They ask for something once, or say whether and how a job stops: none of them is part of a version. */
const kept = ["state", "upgradeMode", "initialSavepointPath", "allowNonRestoredState"];
const isKept = (field: string): boolean => kept.includes(field) || field.endsWith("Nonce");

/** `undefined` where none is recorded that can be read. */
function patchToStable({ spec, status }: Target): Json | undefined {
  const stable = recordedSpec(status.reconciliationStatus?.lastStableSpec);
  if (stable.kind !== "recorded") return undefined;
  const fields = changes(stable.spec, spec).changes.map(({ field }) => field.split("."));
  const top = new Set(fields.map(([first = ""]) => first).filter((first) => first !== "job" && !isKept(first)));
  const ofJob = new Set(
    fields
      .filter(([first]) => first === "job")
      .flatMap(([, second]) => (second === undefined || isKept(second) ? [] : [second])),
  );
  const [before, now] = [{ ...stable.spec } as Json, { ...spec } as Json];
  const job = only(ofJob, before["job"], now["job"]);
  return { ...only(top, before, now), ...(Object.keys(job).length === 0 ? {} : { job }) };
}

function only(fields: ReadonlySet<string>, before: unknown, now: unknown): Json {
  if (!isMap(before) || !isMap(now)) return {};
  const pick = (of: Json): Json => Object.fromEntries([...fields].map((field) => [field, of[field]]));
  return patchBetween(pick(now), pick(before));
}
