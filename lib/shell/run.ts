import type { FlinkDeploymentStatus } from "../api/resources/flinkDeployment.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { claimed } from "../core/lifecycle/status/claim.ts";
import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import { decided } from "../core/lifecycle/decide.ts";
import { inTime } from "../core/lifecycle/inTime.ts";
import type { Outcome, Plan, WakeAfter } from "../core/lifecycle/plan.ts";
import { report } from "../core/lifecycle/status/report.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Log, SpokeConnection } from "../ports/index.ts";
import { seconds } from "../core/time.ts";
import { Faulted } from "../core/fault.ts";
import {
  type DecisionTelling,
  logDeciding,
  logDecision,
  type Made,
  noted,
  noteLater,
  notesWith,
  record,
} from "./decisions.ts";
import { lastReceipts, untold } from "./lastReceipts.ts";
import { createOnce, perform } from "./perform.ts";
import { publish } from "./publish.ts";
import { settleOutbox } from "./receipts.ts";
import { tellDrift } from "./tellDrift.ts";
import { writeStatus, type Wrote } from "./writeStatus.ts";

interface Looked {
  readonly object: KubernetesObject;
  readonly seen: Seen;
}

/** A run on its way: what was decided upon the look that it began with, and who is told. */
interface Running {
  readonly made: Made;
  readonly plan: Plan;
  readonly circumstances: Circumstances;
  readonly telling: DecisionTelling;
}

export interface Ran {
  readonly because: string;
  readonly act: Plan["act"];
  readonly wake: WakeAfter;
  /** Whether anything was written: a quiet run writes nothing. */
  readonly wrote: boolean;
  /** FAILED, or with something in its way that only a user can take away. */
  readonly stuck?: boolean;
  /** Others have changed what was deployed, and it is not put right by itself. */
  readonly drifted?: boolean;
  /** A FlinkStateSnapshot that was asked for, and is to be looked at. */
  readonly asked?: string;
}

/** One run after the look, top to bottom. No other function knows the order of these steps. */
export async function run(
  looked: Looked,
  connection: SpokeConnection,
  circumstances: Circumstances,
  telling: DecisionTelling,
): Promise<Ran> {
  const { log } = telling;
  const { now } = circumstances;
  const decision = decided(looked.seen, circumstances);
  const plan = inTime(decision.plan, circumstances);
  const made = { seen: looked.seen, circumstances, decision: { ...decision, plan } };
  record(made, telling);
  if (plan.act === "leave") {
    if (decision.plan.act !== "leave") logDecision(made, nothing, telling);
    return { because: plan.because, act: plan.act, wake: plan.wake, wrote: false };
  }
  if (plan.act !== "wait") logDeciding(made, telling);

  // The intent is also the claim: whoever loses this write has lost the run.
  const running = { made, plan, circumstances, telling };
  const won = await claim(looked, connection, running);
  if (won === undefined) return { because: untold, act: plan.act, wake: seconds(15), wrote: false };
  const { object, seen } = won;
  // There is no run after the last one that could tell it.
  if (isLast(plan)) await publish(plan.tell ?? [], seen.resource, connection.cluster, { now, log });
  const outcome = await perform(plan, seen, connection, circumstances);
  // The resource itself has moved: the next look, at once or never, has the rest to say.
  if (movesResource(plan)) {
    logDecision(made, outcome, telling);
    noteLater(made, outcome, telling);
    return { because: plan.because, act: plan.act, wake: plan.wake, wrote: true };
  }
  return await reported({ object, seen, outcome }, connection, running);
}

const nothing: Outcome = { kind: "nothing" };

async function reported(
  { object, seen, outcome }: Looked & { readonly outcome: Outcome },
  connection: SpokeConnection,
  { made, plan, circumstances, telling }: Running,
): Promise<Ran> {
  const { cluster } = connection;
  const { log } = telling;
  const { now } = circumstances;
  const { status, happenings } = report(seen, plan, outcome, circumstances);
  const notes = () => notesWith(made, outcome, telling);
  const written = await writeStatus({ object, seen, plan, status, now, notes }, cluster, telling);
  if (plan.keep !== undefined) await kept(plan.keep, connection, log);
  await publish(happenings, seen.resource, cluster, { now, log });
  tellDrift(made.seen.resource, status, log);
  const hasTold = await settleOutbox(written, cluster, telling);
  const { because, act } = plan;
  const wroteStatus = versionOf(written) !== versionOf({ object });
  if (wroteStatus || isAnnounced(plan)) noted(made, telling);
  else noteLater(made, outcome, telling);
  const wrote = act !== "wait" || hasTold || wroteStatus;
  if (wrote) logDecision(made, outcome, telling, status.lifecycleState);
  const wake = written.awaitsSavepoint ? soon(plan.wake) : plan.wake;
  return { because, act, wake, wrote, stuck: isStuck(status), drifted: isTrue(status, "Drifted"), ...askedBy(plan) };
}

/** Somebody waits to be told of a savepoint. */
const soon = (wake: WakeAfter): WakeAfter => (wake === "on schedule" || wake > seconds(15) ? seconds(15) : wake);

const versionOf = ({ object }: Pick<Looked, "object">): string | undefined => object.metadata.resourceVersion;

const isStuck = ({ lifecycleState, conditions }: FlinkDeploymentStatus): boolean =>
  lifecycleState === "FAILED" || isTrue({ conditions }, "Degraded");

const isTrue = ({ conditions }: Pick<FlinkDeploymentStatus, "conditions">, type: string): boolean =>
  conditions.some((condition) => condition.type === type && condition.status === "True");

const askedBy = (plan: Plan): Pick<Ran, "asked"> =>
  plan.act === "again" && plan.effect.kind === "createSnapshot" ? { asked: plan.effect.object.metadata.name } : {};

/** The savepoint is in the journal already: that nothing else tells of it never fails a run. */
async function kept(snapshot: KubernetesObject, { cluster }: SpokeConnection, log: Log): Promise<void> {
  try {
    await createOnce(snapshot, cluster);
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    log.warn("FlinkStateSnapshot was not made", { name: snapshot.metadata.name, because: error.message });
  }
}

const isLast = (plan: Plan): boolean => plan.act === "again" && plan.effect.kind === "removeFinalizer";

const movesResource = (plan: Plan): boolean =>
  isLast(plan) ||
  (plan.act === "again" && (plan.effect.kind === "addFinalizer" || plan.effect.kind === "changeCanary"));

/** `undefined`: this is not to be done yet. */
async function claim(
  { object, seen }: Looked,
  { cluster }: SpokeConnection,
  { made, plan, circumstances, telling }: Running,
): Promise<Looked | undefined> {
  const { now } = circumstances;
  const notes = () => notesWith(made, nothing, telling);
  if (isLast(plan) && telling.bus !== undefined) {
    const { metadata, status } = seen.resource;
    const write = (): Promise<Wrote> => writeStatus({ object, seen, plan, status, now, notes }, cluster, telling);
    const last = await lastReceipts(write, { deletionTimestamp: metadata.deletionTimestamp, now }, telling);
    return last && { object: last.object, seen: asWritten(seen, last) };
  }
  if (!isAnnounced(plan)) return { object, seen };
  const announced = withStatus(seen, claimed(seen.resource, plan, now));
  // With a stop goes what there will be to report: where Flink takes it, nothing more has to be written.
  const { status } =
    plan.act === "stop" ? report(announced, plan, { kind: "done" }, circumstances) : announced.resource;
  const won = await writeStatus({ object, seen, plan, status, now, notes }, cluster, telling);
  return { object: won.object, seen: asWritten(announced, won) };
}

type Announced = Extract<Plan, { readonly act: "create" | "stop" | "trigger" }>;

/** Its note goes with its claim. */
const isAnnounced = (plan: Plan): plan is Announced =>
  plan.act === "create" || plan.act === "stop" || plan.act === "trigger";

const withStatus = ({ resource, ...seen }: Seen, status: FlinkDeploymentStatus): Seen => ({
  ...seen,
  resource: { ...resource, status },
});

/** What has become of changes is never judged twice. */
function asWritten(seen: Seen, { object, changes }: Pick<Wrote, "object" | "changes">): Seen {
  const { metadata, status } = seen.resource;
  const { resourceVersion = "" } = object.metadata;
  const next = changes === undefined ? status : { ...status, fleet: { ...status.fleet, changes } };
  return { ...seen, resource: { ...seen.resource, metadata: { ...metadata, resourceVersion }, status: next } };
}
