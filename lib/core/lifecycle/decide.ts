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

/** The first rule with something to say wins; the order is the policy. */
export function decide(seen: Seen, circumstances: Circumstances): Plan {
  const plan =
    canary(seen, circumstances) ??
    deletion(seen, circumstances) ??
    unreadableRecord(seen) ??
    holding(seen) ??
    underWay(seen, circumstances) ??
    begun(seen, circumstances) ??
    asked(seen, circumstances) ??
    cared(seen, circumstances) ??
    untilNextSnapshot(settling(seen), seen, circumstances);
  const { now } = circumstances;
  return paced(withDeadline(withOlderState(plan, seen, circumstances), seen, now), seen, now);
}

/** A resource that came without it (restored, or handed over) would leave its cluster behind. */
function holding({ deployed, resource }: Seen): Plan | undefined {
  if (deployed.kind !== "recorded" || holdsFinalizer(resource)) return undefined;
  return { act: "again", because: "no finalizer holds it", effect: { kind: "addFinalizer" }, wake: seconds(0) };
}

/** What was announced is brought to its end before anything else is begun. */
const underWay = (seen: Seen, circumstances: Circumstances): Plan | undefined =>
  awaitingCluster(seen, circumstances) ??
  stopping(seen, circumstances) ??
  unfinishedDeployment(seen, circumstances) ??
  adoptedJob(seen) ??
  restoring(seen, circumstances);

/** Nothing was deployed yet, as far as status tells. */
const begun = (seen: Seen, circumstances: Circumstances): Plan | undefined =>
  adoption(seen) ?? firstDeployment(seen, circumstances);

/** A spec that cannot be deployed never stops the care for what runs: it is told of where there is nothing else to do. */
function asked(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const change = drained(seen, circumstances) ?? afterSavepoint(changing(seen, circumstances), seen, circumstances);
  const isInvalid = change?.act === "wait" && change.obstacle?.reason === "ValidationError";
  const care = isInvalid ? cared(seen, circumstances) : undefined;
  return care === undefined || care.act === "wait" ? change : care;
}

/** Nothing else is asked for: what runs is kept running. */
const cared = (seen: Seen, circumstances: Circumstances): Plan | undefined =>
  lostJobManager(seen, circumstances) ??
  lostSessionJob(seen, circumstances) ??
  endedJob(seen, circumstances) ??
  endedCluster(seen, circumstances) ??
  rollback(seen, circumstances) ??
  lostTaskManagers(seen) ??
  unhealthyJob(seen, circumstances) ??
  snapshotting(seen, circumstances);
