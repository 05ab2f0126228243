import { firstToSpeak, type Decided, type Rules } from "../decisions/firstToSpeak.ts";
import type { Circumstances } from "./circumstances.ts";
import { adoption } from "./deployment/adoption.ts";
import { canary } from "./canary.ts";
import { changing } from "./changing.ts";
import { withDeadline } from "./deadlines.ts";
import { deletion } from "./deletion/deletion.ts";
import { holdsFinalizer } from "./deletion/finalizer.ts";
import { firstDeployment } from "./deployment/firstDeployment.ts";
import { unhealthyJob } from "./health/unhealthyJob.ts";
import { paced } from "./pace.ts";
import type { Plan } from "./plan.ts";
import { drifting } from "./drift/drifting.ts";
import { endedCluster, endedJob } from "./recovery/endedJob.ts";
import { lostJobManager } from "./recovery/lostJobManager.ts";
import { lostTaskManagers } from "./recovery/lostTaskManagers.ts";
import { seconds } from "../time.ts";
import { rollback } from "./recovery/rollback.ts";
import type { Seen } from "./seen.ts";
import { settling } from "./settling.ts";
import { afterSavepoint } from "./snapshots/afterSavepoint.ts";
import { snapshotting, untilNextSnapshot } from "./snapshotting.ts";
import { unfinishedDeployment } from "./deployment/unfinishedDeployment.ts";
import { unreadableRecord } from "./unreadableRecord.ts";
import { restoring } from "./upgrade/restoring.ts";
import { adoptedJob } from "./sessionJobs/adoptedJob.ts";
import { awaitingCluster } from "./sessionJobs/awaitingCluster.ts";
import { drained } from "./sessionJobs/drained.ts";
import { lostSessionJob } from "./sessionJobs/lostSessionJob.ts";
import { withOlderState } from "./upgrade/withOlderState.ts";
import { stopping } from "./upgrade/stopping.ts";

type Policy = Rules<Seen, Circumstances, Plan>;

/** Whether it is ours to change, and whether what runs is known. */
const first = { canary, deletion, unreadableRecord, holding } satisfies Policy;

/** What was announced is brought to its end before anything else is begun. */
const underWay = { awaitingCluster, stopping, unfinishedDeployment, adoptedJob, restoring } satisfies Policy;

/** Nothing was deployed yet, as far as status tells. */
const begun = { adoption, firstDeployment } satisfies Policy;

/** The spec asks for something else than what runs. */
const asked = {
  drained,
  changing: (seen, circumstances) => afterSavepoint(changing(seen, circumstances), seen, circumstances),
} satisfies Policy;

/** Nothing else is asked for: what runs is kept running. */
const cared = {
  lostJobManager,
  lostSessionJob,
  endedJob,
  endedCluster,
  drifting,
  rollback,
  lostTaskManagers: (seen) => lostTaskManagers(seen),
  unhealthyJob,
  snapshotting,
} satisfies Policy;

/** The first rule with something to say wins; the order is the policy. */
const policy: Policy = { ...first, ...underWay, ...begun, ...asked, ...cared };

/** What is to be done now, by which rule, and which ones before it said nothing. */
export interface Decision extends Decided<Plan> {
  /** The rule before it whose word is told only where there is nothing to do: its spec cannot be deployed. */
  readonly gaveWay?: string;
}

export const decide = (seen: Seen, circumstances: Circumstances): Plan => decided(seen, circumstances).plan;

export function decided(seen: Seen, circumstances: Circumstances): Decision {
  const { plan, ...how } = withCare(spoken(seen, circumstances), seen, circumstances);
  const { now } = circumstances;
  return { ...how, plan: paced(withDeadline(withOlderState(plan, seen, circumstances), seen, now), seen, now) };
}

function spoken(seen: Seen, circumstances: Circumstances): Decided<Plan> {
  const found = firstToSpeak(policy, seen, circumstances);
  if (found !== undefined) return found;
  const plan = untilNextSnapshot(settling(seen), seen, circumstances);
  return { plan, rule: "settling", passed: Object.keys(policy) };
}

/** A spec that cannot be deployed never stops the care for what runs: it is told of where there is nothing else to do. */
function withCare(change: Decided<Plan>, seen: Seen, circumstances: Circumstances): Decision {
  const isInvalid = change.plan.act === "wait" && change.plan.obstacle?.reason === "ValidationError";
  if (!isInvalid || !(change.rule in asked)) return change;
  const care = firstToSpeak<Seen, Circumstances, Plan>(cared, seen, circumstances);
  if (care === undefined || care.plan.act === "wait") return change;
  return { ...care, passed: [...change.passed, ...care.passed], gaveWay: change.rule };
}

/** A resource that came without it (restored, or handed over) would leave its cluster behind. */
function holding({ deployed, resource }: Seen): Plan | undefined {
  if (deployed.kind !== "recorded" || holdsFinalizer(resource)) return undefined;
  return { act: "again", because: "no finalizer holds it", effect: { kind: "addFinalizer" }, wake: seconds(0) };
}
