import * as z from "zod";

/** One field of one object: `Deployment/clicks`, `/spec/template/spec/containers/flink-main-container/image`; no path: the object itself. */
const field = { object: z.string(), path: z.string() };

/** A difference that is left as it is, and since when it was seen (RFC 3339). */
const standingDrift = z.object({
  ...field,
  /** `fight`: it was put right again and again, and somebody has set it again each time. */
  class: z.enum(["fight", "restart", "stateAtRisk", "notOurs"]),
  /** The field manager that has set it. */
  by: z.string().optional(),
  since: z.string(),
});
export type StandingDrift = z.output<typeof standingDrift>;

/** A field that was put right (RFC 3339); several of an object at once count as the object, without a path. */
const driftRepair = z.object({ ...field, by: z.string().optional(), at: z.string() });
export type DriftRepair = z.output<typeof driftRepair>;

/** What others have changed of the objects of a cluster. */
export const driftJournal = z.object({
  /** What puts state at risk first; as many as fit into 4,000 characters. */
  standing: z.array(standingDrift).default([]),
  /** The newest last; those of the last day, as many as fit into 4,000 characters. */
  repairs: z.array(driftRepair).default([]),
});
export type DriftJournal = z.output<typeof driftJournal>;
