import type { KnownState } from "../../../api/resources/journal.ts";
import { millis, seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { waitedFor } from "../deadlines.ts";
import { creationUnderWay } from "../deployment/creationUnderWay.ts";
import { deletionSavepoint } from "./deletionSavepoint.ts";
import { deletionObstacle } from "./deletionObstacle.ts";
import type { Happening } from "../events/happening.ts";
import { normal } from "../happenings/told.ts";
import { newestKnown } from "../upgrade/facts.ts";
import { keptText } from "../upgrade/keptText.ts";
import { stateText } from "../upgrade/newestState.ts";
import { leaving } from "../sessionJobs/leaving.ts";
import { holdsFinalizer } from "./finalizer.ts";
import type { Plan } from "../plan.ts";
import { deletingDeployments, stoppingPods, waitingForPods, waitingForStop } from "./removal.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { cancellable, effectiveState } from "../observation/jobState.ts";
import { deployedJob } from "../observation/deployedJob.ts";

/** How long a job may take to be cancelled, and pods to go, before the Deployment is deleted all the same. */
const patience = seconds(60);
const soon = millis(500);

/**
 * Cancels the job, stops the JobManager before its Deployment is deleted (a native one would go on making TaskManagers meanwhile),
 * then removes what no owner reference removes, and at last the finalizer. Each step is one look apart; each may be repeated.
 */
export function deletion(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { metadata } = seen.resource;
  if (metadata.deletionTimestamp === undefined) return undefined;
  if (!holdsFinalizer(seen.resource))
    return { act: "wait", because: "others still hold the resource", wake: "on schedule" };
  return (
    // What it creates after the resource is gone would run until it is collected, and leave HA metadata behind.
    creationUnderWay(seen, circumstances.now) ??
    obstructed(seen, circumstances) ??
    deletionSavepoint(seen, circumstances) ??
    removing(seen, circumstances) ??
    releasing(seen)
  );
}

function obstructed(seen: Seen, { defaults }: Circumstances): Plan | undefined {
  const obstacle = deletionObstacle(seen, defaults);
  return obstacle && { act: "wait", because: obstacle.message, obstacle, wake: seconds(15) };
}

function removing(seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (seen.resource.session !== undefined) return leaving(seen, circumstances);
  const { now } = circumstances;
  const patient = waitedFor(seen, "removal", now) < patience;
  const plan =
    cancelling(seen, patient) ??
    stoppingPods(seen, "deleted") ??
    (patient ? waitingForStop(seen) : undefined) ??
    deletingDeployments(seen, "deleted") ??
    cleaningUp(seen, patient);
  return plan && { ...plan, step: "removal" };
}

function releasing(seen: Seen): Plan {
  const known = newestKnown(seen);
  return {
    act: "again",
    because: seen.resource.session === undefined ? "nothing of the cluster is left" : "its job does not run any more",
    effect: { kind: "removeFinalizer" },
    ...(known === undefined || !isApplication(seen) ? {} : { tell: [stateEvent(known)] }),
    wake: "on schedule",
  };
}

/** Status goes with the resource: whoever has deleted by mistake finds here what to go on from. */
const stateEvent = (known: KnownState): Happening =>
  normal(
    "Operator",
    "NewestState",
    `The newest known state of the deleted job is ${stateText(known)}. To go on from it set job.initialSavepointPath to its path`,
  );

function cancelling(seen: Seen, patient: boolean): Plan | undefined {
  const job = deployedJob(seen);
  if (!patient || job === undefined) return undefined;
  const state = effectiveState(job);
  if (state === "CANCELLING") return { act: "wait", because: "the job is being cancelled", wake: soon };
  if (!cancellable(state)) return undefined;
  return {
    act: "again",
    because: "deleted: cancelling the job",
    effect: { kind: "cancelJob", job: job.id },
    wake: soon,
  };
}

/** HA metadata has no owner: it would stay for ever, and be picked up by the next cluster of this name. */
function cleaningUp(seen: Seen, patient: boolean): Plan | undefined {
  if (seen.ha.kind !== "looked" || seen.ha.configMaps.length === 0) return undefined;
  // A Deployment that was removed by hand may leave them behind for a while, and they would write it again.
  const pods = patient ? waitingForPods(seen, "jobmanager") : undefined;
  if (pods !== undefined) return pods;
  return {
    act: "again",
    because: "deleted: removing HA metadata",
    effect: { kind: "deleteHaMetadata", configMaps: seen.ha.configMaps },
    ...(seen.ha.jobs.length === 0 ? {} : { tell: [removedEvent(seen)] }),
    wake: soon,
  };
}

/** The files that it names stay. */
function removedEvent({ ha }: Seen): Happening {
  const named = keptText(ha);
  const what = named === undefined ? "" : `: the ${named}`;
  return normal("Operator", "HaMetadataRemoved", `Removing the HA metadata of the job${what}`);
}
