import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { haMetadata } from "../upgrade/haMetadata.ts";
import type { Stopped } from "../upgrade/stopped.ts";

/** What a cluster that is lost, or given up as it is, can be made again from; `undefined` where only a user can tell. `why` begins its `because`. */
export function stateLeft(seen: Seen, why: string): Pick<Stopped, "upgradeMode" | "because"> | undefined {
  if (!isApplication(seen)) return { upgradeMode: "last-state", because: why };
  if (seen.ha.kind === "elsewhere" || typeof haMetadata(seen) === "object") {
    return { upgradeMode: "last-state", because: `${why} from the HA metadata` };
  }
  return seen.resource.spec.job?.upgradeMode === "stateless"
    ? { upgradeMode: "stateless", because: `${why}: a stateless job starts empty` }
    : undefined;
}
