import * as z from "zod";

/** One decision as the journal keeps it: in few words, and without secrets. What is left out was not so, or is as usual. */
export const decisionNote = z.object({
  /** RFC 3339, to the second: when it was decided; where it was decided again and again, for the first time. */
  at: z.string(),
  /** The rule that spoke. */
  rule: z.string(),
  because: z.string(),
  act: z.enum(["wait", "leave", "again", "turn", "create", "stop", "trigger"]),
  /** What kind of effect it has, or of turn it is. */
  does: z.string().optional(),
  /** metadata.generation that it was decided for. */
  generation: z.int().optional(),
  /** The fields of the spec that ask for it. */
  changed: z.string().optional(),
  /** What the next job starts from: a path, `lastState` or `nothing`. */
  from: z.string().optional(),
  /** The reason of what stands in the way. */
  obstacle: z.string().optional(),
  /** Why it was not carried out. */
  refused: z.string().optional(),
  /** Of a wait, milliseconds until the next look; absent: the schedule comes round. */
  next: z.int().optional(),
  /** How often it was decided, and when last (RFC 3339); absent: once. */
  times: z.int().optional(),
  until: z.string().optional(),
});
export type DecisionNote = z.output<typeof decisionNote>;
