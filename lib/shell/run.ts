import type { FlinkDeploymentStatus } from "../api/resources/flinkDeployment.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import { claimed } from "../core/lifecycle/status/claim.ts";
import type { Circumstances } from "../core/lifecycle/circumstances.ts";
import { decide } from "../core/lifecycle/decide.ts";
import { inTime } from "../core/lifecycle/inTime.ts";
import type { Outcome, Plan, WakeAfter } from "../core/lifecycle/plan.ts";
import { report } from "../core/lifecycle/status/report.ts";
import type { Seen } from "../core/lifecycle/seen.ts";
import type { Log, SpokeConnection } from "../ports/index.ts";
import { seconds } from "../core/time.ts";
import { Faulted } from "../core/fault.ts";
import { lastReceipts, untold } from "./lastReceipts.ts";
import { createOnce, perform } from "./perform.ts";
import { publish } from "./publish.ts";
import { settleOutbox } from "./receipts.ts";
import type { Telling } from "./tellBus.ts";
import { writeStatus, type Wrote } from "./writeStatus.ts";

interface Looked {
  readonly object: KubernetesObject;
  readonly seen: Seen;
}

export interface Ran {
  readonly because: string;
  readonly act: Plan["act"];
  readonly wake: WakeAfter;
  /** Whether anything was written: a quiet run writes nothing. */
  readonly wrote: boolean;
  /** FAILED, or with something in its way that only a user can take away. */
  readonly stuck?: boolean;
  /** A FlinkStateSnapshot that was asked for, and is to be looked at. */
  readonly asked?: string;
}

/** One run after the look, top to bottom. No other function knows the order of these steps. */
export async function run(
  looked: Looked,
  connection: SpokeConnection,
  circumstances: Circumstances,
  telling: Telling,
): Promise<Ran> {
  const { log } = telling;
  const { now } = circumstances;
  const plan = inTime(decide(looked.seen, circumstances), circumstances);
  if (plan.act === "leave") return { because: plan.because, act: plan.act, wake: plan.wake, wrote: false };
  if (plan.act !== "wait") log.info("Deciding", keys(looked.seen, plan));

  // The intent is also the claim: whoever loses this write has lost the run.
  const won = await claim(plan, looked, connection, { circumstances, telling });
  if (won === undefined) return { because: untold, act: plan.act, wake: seconds(15), wrote: false };
  const { object, seen } = won;
  // There is no run after the last one that could tell it.
  if (isLast(plan)) await publish(plan.tell ?? [], seen.resource, connection.cluster, { now, log });
  const outcome = await perform(plan, seen, connection, circumstances);
  // The resource itself has moved: the next look, at once or never, has the rest to say.
  if (movesResource(plan)) return { because: plan.because, act: plan.act, wake: plan.wake, wrote: true };
  return await reported({ object, seen, plan, outcome }, connection, circumstances, telling);
}

async function reported(
  { object, seen, plan, outcome }: Looked & { readonly plan: Plan; readonly outcome: Outcome },
  connection: SpokeConnection,
  circumstances: Circumstances,
  telling: Telling,
): Promise<Ran> {
  const { cluster } = connection;
  const { log } = telling;
  const { now } = circumstances;
  const { status, happenings } = report(seen, plan, outcome, circumstances);
  const written = await writeStatus({ object, seen, plan, status, now }, cluster, telling);
  if (plan.keep !== undefined) await kept(plan.keep, connection, log);
  await publish(happenings, seen.resource, cluster, { now, log });
  const hasTold = await settleOutbox(written, cluster, telling);
  const { because, act } = plan;
  const wrote = act !== "wait" || hasTold || versionOf(written) !== versionOf({ object });
  if (wrote)
    log.info("Run ended", { ...keys(seen, plan), outcome: outcome.kind, lifecycleState: status.lifecycleState });
  const wake = written.awaitsSavepoint ? soon(plan.wake) : plan.wake;
  return { because, act, wake, wrote, stuck: isStuck(status), ...askedBy(plan) };
}

/** Somebody waits to be told of a savepoint. */
const soon = (wake: WakeAfter): WakeAfter => (wake === "on schedule" || wake > seconds(15) ? seconds(15) : wake);

const versionOf = ({ object }: Pick<Looked, "object">): string | undefined => object.metadata.resourceVersion;

const isStuck = ({ lifecycleState, conditions }: FlinkDeploymentStatus): boolean =>
  lifecycleState === "FAILED" || conditions.some(({ type, status }) => type === "Degraded" && status === "True");

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
  plan: Plan,
  { object, seen }: Looked,
  { cluster }: SpokeConnection,
  { circumstances, telling }: { readonly circumstances: Circumstances; readonly telling: Telling },
): Promise<Looked | undefined> {
  const { now } = circumstances;
  if (isLast(plan) && telling.bus !== undefined) {
    const { metadata, status } = seen.resource;
    const write = (): Promise<Wrote> => writeStatus({ object, seen, plan, status, now }, cluster, telling);
    const last = await lastReceipts(write, { deletionTimestamp: metadata.deletionTimestamp, now }, telling);
    return last && { object: last.object, seen: asWritten(seen, last) };
  }
  if (plan.act !== "create" && plan.act !== "stop" && plan.act !== "trigger") return { object, seen };
  const announced = withStatus(seen, claimed(seen.resource, plan, now));
  // With a stop goes what there will be to report: where Flink takes it, nothing more has to be written.
  const { status } =
    plan.act === "stop" ? report(announced, plan, { kind: "done" }, circumstances) : announced.resource;
  const won = await writeStatus({ object, seen, plan, status, now }, cluster, telling);
  return { object: won.object, seen: asWritten(announced, won) };
}

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

const keys = ({ resource }: Seen, plan: Plan): Readonly<Record<string, unknown>> => ({
  resource: `${resource.metadata.namespace}/${resource.metadata.name}`,
  generation: resource.metadata.generation,
  because: plan.because,
  effect: "effect" in plan ? plan.effect.kind : undefined,
});
