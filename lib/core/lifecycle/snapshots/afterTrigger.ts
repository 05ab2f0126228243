import type { FlinkDeploymentStatus } from "../../../api/resources/flinkDeployment.ts";
import type { OperatorDefaults } from "../../configuration/defaults.ts";
import type { TriggerId } from "../../flink.ts";
import { infoOf, withInfo } from "../../snapshots/legacy/info.ts";
import { refusedStep } from "../../snapshots/legacy/legacyStep.ts";
import type { SnapshotType } from "../../snapshots/labels.ts";
import type { Trigger } from "../../snapshots/trigger.ts";
import type { Happening } from "../events/happening.ts";
import { nonceDone } from "../status/nonceDone.ts";
import type { Outcome, Plan, Turn } from "../plan.ts";
import type { Seen } from "../seen.ts";
import { turnOf } from "./inStatus.ts";
import { statusLooks } from "./looks.ts";
import { recorded, recordOf } from "./record.ts";

/** The snapshot that the plan asks Flink for, to be recorded in status. */
export const triggerOf = (plan: Plan): Trigger | undefined =>
  (plan.act === "trigger" || plan.act === "again") && plan.effect.kind === "trigger" ? plan.effect : undefined;

const typeOf = ({ request }: Trigger): SnapshotType => (request.kind === "savepoint" ? "SAVEPOINT" : "CHECKPOINT");

/** The status once Flink was asked: with the id that it answers to, or as after a try that failed. `status` is as it was seen. */
export function afterTrigger(
  status: FlinkDeploymentStatus,
  { seen, trigger, outcome }: { readonly seen: Seen; readonly trigger: Trigger; readonly outcome: Outcome },
  defaults: OperatorDefaults,
): FlinkDeploymentStatus {
  if (outcome.kind === "done" && outcome.triggerId !== undefined) return answered(status, trigger, outcome.triggerId);
  if (outcome.kind !== "refused") return status;
  const refused = refusal(seen, trigger, outcome.because, defaults);
  return refused === undefined ? status : concluded(status, refused.turn);
}

/** The event of a request that Flink has refused. */
export function refusedTrigger(
  seen: Seen,
  trigger: Trigger,
  because: string,
  defaults: OperatorDefaults,
): readonly Happening[] {
  return refusal(seen, trigger, because, defaults)?.tell ?? [];
}

/** The status after a request came to its end. */
export const concluded = (
  status: FlinkDeploymentStatus,
  { record, consumes }: Extract<Turn, { readonly kind: "snapshotConcluded" }>,
): FlinkDeploymentStatus => nonceDone(recorded(status, record), consumes);

interface Refused {
  readonly turn: Extract<Turn, { readonly kind: "snapshotConcluded" }>;
  readonly tell: readonly Happening[];
}

function refusal(seen: Seen, trigger: Trigger, because: string, defaults: OperatorDefaults): Refused | undefined {
  const look = statusLooks(seen, defaults).find(({ type }) => type === typeOf(trigger));
  const step = look === undefined ? undefined : refusedStep(look, because, seen.at);
  return look === undefined || step?.kind !== "concluded" ? undefined : { turn: turnOf(step, look), tell: step.tell };
}

/** Before 1.15 only Flink can name what it was asked for. */
function answered(status: FlinkDeploymentStatus, trigger: Trigger, triggerId: TriggerId): FlinkDeploymentStatus {
  const type = typeOf(trigger);
  const info = infoOf(status.jobStatus, type);
  if (info === undefined || info.triggerId === triggerId) return status;
  return recorded(status, recordOf(withInfo(status.jobStatus, type, { ...info, triggerId }), type));
}
