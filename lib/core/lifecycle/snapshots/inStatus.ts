import { legacyStep, type LegacyLook, type LegacyStep } from "../../snapshots/legacy/legacyStep.ts";
import { nonceOf } from "../../snapshots/legacy/nonceOf.ts";
import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Plan, Turn } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { isUnderWay, statusLooks } from "./looks.ts";
import { recordOf } from "./record.ts";

type Concluded = Extract<LegacyStep, { readonly kind: "concluded" }>;

/** Between two tries of one that failed. */
const pause = seconds(15);

/** Snapshots that are recorded in the status of their job: asked for, looked after and written down. Savepoints come first. */
export const snapshotsInStatus = (seen: Seen, circumstances: Circumstances): Plan | undefined =>
  firstOf(statusLooks(seen, circumstances.defaults), circumstances);

/** Of these, what is under way: no other is begun. */
export function snapshotsUnderWay(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const looks = statusLooks(seen, circumstances.defaults).filter(({ type }) => isUnderWay(seen, type));
  return firstOf(looks, circumstances);
}

function firstOf(looks: readonly LegacyLook[], circumstances: Circumstances): Plan | undefined {
  const plans = looks.flatMap((look) => planOf(look, circumstances) ?? []);
  return plans.find(({ act }) => act !== "wait") ?? plans[0];
}

function planOf(look: LegacyLook, circumstances: Circumstances): Plan | undefined {
  const step = legacyStep(look, circumstances);
  if (step.kind === "nothing") return undefined;
  const because = `${look.type.toLowerCase()}: ${step.because}`;
  switch (step.kind) {
    case "wait":
      return { act: "wait", because, wake: step.wake };
    case "once": {
      const record = recordOf(step.jobStatus, look.type);
      return { act: "trigger", because, record, effect: step.effect, wake: seconds(2) };
    }
    case "again":
      return { act: "again", because, effect: step.effect, wake: seconds(2) };
    case "concluded":
      return { act: "turn", because, turn: turnOf(step, look), tell: step.tell, wake: wakeAfter(step) };
  }
}

const wakeAfter = ({ tell }: Concluded): Plan["wake"] => (tell.length === 0 ? seconds(0) : pause);

/** What is written down of a request that has come to its end. */
export function turnOf(
  { jobStatus, nonceDone }: Concluded,
  { type, asking }: LegacyLook,
): Extract<Turn, { readonly kind: "snapshotConcluded" }> {
  const nonce = nonceDone ? nonceOf(asking.resource, type) : undefined;
  const field = type === "SAVEPOINT" ? ("savepointTriggerNonce" as const) : ("checkpointTriggerNonce" as const);
  return {
    kind: "snapshotConcluded",
    record: recordOf(jobStatus, type),
    ...(nonce === undefined ? {} : { consumes: { field, nonce } }),
  };
}
