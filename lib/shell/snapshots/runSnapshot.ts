import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { SnapshotCircumstances } from "../../core/snapshots/circumstances.ts";
import { claimed } from "../../core/snapshots/claim.ts";
import { decided } from "../../core/snapshots/decide.ts";
import type { SnapshotOutcome, SnapshotPlan } from "../../core/snapshots/plan.ts";
import { report } from "../../core/snapshots/report.ts";
import type { SnapshotSeen } from "../../core/snapshots/seen.ts";
import type { WakeAfter } from "../../core/lifecycle/plan.ts";
import type { SpokeConnection } from "../../ports/index.ts";
import { type DecisionTelling, logSnapshotDeciding, logSnapshotDecision, recordSnapshot } from "../decisions.ts";
import { publish } from "../publish.ts";
import { performSnapshot } from "./performSnapshot.ts";

export interface SnapshotRan {
  readonly because: string;
  readonly wake: WakeAfter;
  /** Whether anything was written: a quiet run writes nothing. */
  readonly wrote: boolean;
}

interface Looked {
  readonly object: KubernetesObject;
  readonly seen: SnapshotSeen;
}

interface Ours extends Looked {
  /** Throws `conflict` where somebody else is in charge of its job by now. */
  readonly stillOurs: () => Promise<void>;
}

/** One run for a FlinkStateSnapshot after the look, in the order of `run` for a FlinkDeployment. */
export async function runSnapshot(
  looked: Ours,
  connection: SpokeConnection,
  circumstances: SnapshotCircumstances,
  telling: DecisionTelling,
): Promise<SnapshotRan> {
  const { log } = telling;
  const decision = decided(looked.seen, circumstances);
  const { plan } = decision;
  const made = { seen: looked.seen, circumstances, decision };
  recordSnapshot(made, telling);
  if (plan.act !== "wait") logSnapshotDeciding(made, telling);
  if (plan.act === "again" || plan.act === "once") await looked.stillOurs();

  // The intent is also the claim: whoever loses this write has lost the run.
  const { object, seen } = await claim(plan, looked, connection, circumstances);
  const outcome = await performSnapshot(plan, seen.resource, connection);
  const { because, wake } = plan;
  const { now } = circumstances;
  if (movesResource(plan, outcome)) {
    logSnapshotDecision(made, outcome, telling);
    await publish(plan.tell ?? [], seen.resource, connection.cluster, { now, log });
    return { because, wake, wrote: true };
  }

  const { status, happenings } = report(seen.resource, plan, outcome, now);
  const written = await connection.cluster.writeStatus(object, status);
  await publish(happenings, seen.resource, connection.cluster, { now, log });
  const wrote = plan.act !== "wait" || written.metadata.resourceVersion !== object.metadata.resourceVersion;
  if (wrote) logSnapshotDecision(made, outcome, telling);
  return { because, wake: outcome.kind === "refused" ? "on schedule" : wake, wrote };
}

/** Finalizer and labels are no part of status: the next look has the rest to say. */
const movesResource = (plan: SnapshotPlan, outcome: SnapshotOutcome): boolean =>
  plan.act === "again" && plan.effect.kind !== "trigger" && outcome.kind === "done";

async function claim(
  plan: SnapshotPlan,
  { object, seen }: Looked,
  { cluster }: SpokeConnection,
  { now }: SnapshotCircumstances,
): Promise<Looked> {
  if (plan.act !== "once") return { object, seen };
  const announced = { ...seen.resource, status: claimed(seen.resource, plan, now) };
  const { triggerId } = plan;
  // Where the id is ours, all there will be to report goes with it: once Flink has taken the request nothing more has to be written.
  const { status } =
    triggerId === undefined ? announced : report(announced, plan, { kind: "triggered", triggerId }, now);
  const won = await cluster.writeStatus(object, status);
  return { object: won, seen: { ...seen, resource: announced } };
}
