import * as z from "zod";
import { noteTime } from "./changeNote.ts";

/**
 * On a resource that a trigger has changed: JSON of {@link LastChange}. Notes are dropped once they are done; this stays, for the order of
 * changes and for the way back.
 */
export const lastChangeAnnotation = "flink-fleet/last-change";

const part = z.record(z.string(), z.unknown());

export const lastChange = z.object({
  id: z.string(),
  /** RFC 3339: the newest request that was accepted. */
  requestedAt: noteTime,
  /** The last redeployment, as merge patches of spec: what it made, and what makes it undone. */
  redeployed: z.object({ id: z.string(), made: part, undo: part }).optional(),
});
export type LastChange = z.output<typeof lastChange>;
