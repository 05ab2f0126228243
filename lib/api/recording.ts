import * as z from "zod";
import { type Checked, checked } from "./problem.ts";

/** The form of recordings that is written, and read. */
export const recordingVersion = 1;

const wake = z.union([z.number(), z.literal("on schedule")], { error: 'must be milliseconds, or "on schedule"' });

/** Milliseconds since 1970; what JavaScript takes for a time. */
const time = z.number().min(0).max(8.64e15);

/** What rules read without asking whether it is there. The rest is theirs: it was made by the same program. */
const recorded = z.looseObject({
  version: z.literal(recordingVersion),
  of: z.enum(["resource", "snapshot"]),
  seen: z.looseObject({
    resource: z.looseObject({
      kind: z.enum(["FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot"]),
      metadata: z.looseObject({ namespace: z.string(), name: z.string() }),
      spec: z.looseObject({}),
      status: z.looseObject({}),
    }),
  }),
  circumstances: z.looseObject({ now: time, fresh: z.looseObject({ triggerId: z.string() }) }),
  decision: z.looseObject({
    rule: z.string(),
    passed: z.array(z.string()),
    plan: z.looseObject({ act: z.string(), because: z.string(), wake }),
  }),
});
export type RecordedDecision = z.output<typeof recorded>;

export type ReadRecording = Checked<RecordedDecision> | { readonly kind: "otherVersion"; readonly version: number };

const versioned = z.looseObject({ version: z.int() });

/** A decision that was recorded, as far as it can be told without making it again. */
export function readRecording(from: unknown): ReadRecording {
  const found = checked(versioned, from);
  if (found.kind === "invalid") return found;
  const { version } = found.value;
  return version === recordingVersion ? checked(recorded, from) : { kind: "otherVersion", version };
}
