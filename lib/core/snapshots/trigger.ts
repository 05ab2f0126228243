import type { JobId, SavepointRequest, TriggerId } from "../flink.ts";
import type { Address } from "./seen.ts";

/** Asks Flink for a savepoint or a checkpoint. */
export interface Trigger {
  readonly kind: "trigger";
  readonly at: Address;
  readonly job: JobId;
  readonly request:
    | { readonly kind: "savepoint"; readonly savepoint: SavepointRequest }
    | { readonly kind: "checkpoint"; readonly type: "FULL" | "INCREMENTAL"; readonly triggerId: TriggerId };
}
