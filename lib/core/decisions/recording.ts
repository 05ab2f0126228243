import type { Circumstances } from "../lifecycle/circumstances.ts";
import { decided, type Decision } from "../lifecycle/decide.ts";
import type { Happening } from "../lifecycle/events/happening.ts";
import type { Seen } from "../lifecycle/seen.ts";
import { sortedJson } from "../lifecycle/spec/sortedJson.ts";
import type { SnapshotCircumstances } from "../snapshots/circumstances.ts";
import { decided as snapshotDecided, type SnapshotDecision } from "../snapshots/decide.ts";
import type { SnapshotSeen } from "../snapshots/seen.ts";
import type { Digest } from "./decisionRecord.ts";
import { rewritten } from "./hiding.ts";
import { masked, secretsIn } from "./masked.ts";

/** A decision with all that it rests on, as plain JSON: it can be made again. Fields that were `undefined` are left out of the JSON. */
export type Recording =
  /** Of a FlinkDeployment or a FlinkSessionJob. */
  | ({ readonly version: 1; readonly of: "resource" } & Recorded<Seen, Circumstances, Decision>)
  | ({ readonly version: 1; readonly of: "snapshot" } & Recorded<
      SnapshotSeen,
      SnapshotCircumstances,
      SnapshotDecision
    >);

/** Of a FlinkDeployment or a FlinkSessionJob. */
export type ResourceRecording = Extract<Recording, { readonly of: "resource" }>;

interface Recorded<Of, Around, Made> {
  readonly seen: Of;
  readonly circumstances: Around;
  /** Without the words of its events: those tell what the fields of a spec were and are. */
  readonly decision: Made;
}

interface Telling {
  readonly plan: { readonly tell?: readonly Happening[] };
}

/**
 * Records a decision without secrets: in place of each value that users may keep secret stands a digest of it. The rules only ever compare
 * such values, and equal ones have equal digests. Whoever could guess a value could find it by its digest: `digest` has to be keyed, by a
 * key that nobody keeps.
 */
export const recordingOf = (seen: Seen, circumstances: Circumstances, digest: Digest): ResourceRecording => ({
  version: 1,
  of: "resource",
  ...withoutSecrets({ seen, circumstances }, decided, digest),
});

export const snapshotRecordingOf = (
  seen: SnapshotSeen,
  circumstances: SnapshotCircumstances,
  digest: Digest,
): Recording => ({ version: 1, of: "snapshot", ...withoutSecrets({ seen, circumstances }, snapshotDecided, digest) });

function withoutSecrets<Of, Around, Made extends Telling>(
  look: { readonly seen: Of; readonly circumstances: Around },
  decide: (seen: Of, circumstances: Around) => Made,
  digest: Digest,
): Recorded<Of, Around, Made> {
  const secrets = secretsIn(look);
  const instead = (text: string): string => (text === "" ? text : `hidden-${digest(text).slice(0, 16)}`);
  const prose = (text: string): string => masked(text, secrets, instead);
  const found = rewritten(look, { secret: instead, aside: instead, note: instead, prose });
  const decision = rewritten(recordable(decide(look.seen, look.circumstances)), {
    secret: instead,
    aside: instead,
    note: instead,
    prose,
  });
  // A word that is somebody's password as well is still a word in a sentence of the rules.
  const again = recordable(decide(found.seen, found.circumstances));
  const alike = rewritten(again, { secret: asItIs, aside: asItIs, note: asItIs, prose });
  return { ...found, decision: sortedJson(alike) === sortedJson(decision) ? again : decision };
}

const asItIs = (text: string): string => text;

export function recordable<Made extends Telling>(decision: Made): Made {
  const { tell, ...plan } = decision.plan;
  if (tell === undefined) return decision;
  return { ...decision, plan: { ...plan, tell: tell.map((happening) => ({ ...happening, message: "" })) } };
}
