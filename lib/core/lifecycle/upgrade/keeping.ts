import type { KnownState, StopIntent } from "../../../api/resources/journal.ts";
import { upgradeSnapshot } from "../../snapshots/asked/upgradeSnapshot.ts";
import { upgradeSavepoint } from "../../snapshots/legacy/upgradeSavepoint.ts";
import { parsedInstant } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { presentOptions } from "../observation/presentOptions.ts";
import type { Seen } from "../seen.ts";
import type { Stopped } from "./stopped.ts";

/** A FlinkStateSnapshot, or the history in status, tells of the savepoint, so that it is counted, and cleaned up in its time. */
export function keeping(
  { resource, inStatus }: Seen,
  { way, at }: StopIntent,
  state: KnownState | undefined,
  { defaults }: Circumstances,
): Pick<Stopped, "keep" | "taken"> {
  const options = presentOptions({ resource }, defaults);
  if (way !== "savepoint" || state?.kind !== "savepoint") return {};
  const savepoint = { path: state.path, at: parsedInstant(at) };
  return inStatus?.records === true
    ? { taken: upgradeSavepoint(options, savepoint) }
    : { keep: upgradeSnapshot(resource, options, savepoint) };
}
