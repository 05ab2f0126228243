import { type Instant, parsedInstant, seconds, since } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import { normal } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { draining } from "../sessionJobs/draining.ts";
import { ending } from "../upgrade/upgrading.ts";
import { placesText, toldOf } from "./driftText.ts";
import type { Drifted } from "./driftView.ts";
import { isSamePlace, placeOf } from "./place.ts";
import { mayRestart, repairsOf } from "./repairRules.ts";
import { sortedDrift } from "./sortedDrift.ts";

/**
 * Others have changed what was deployed. What can be put right while everything runs is put right at once; what needs a restart by the
 * policy of the resource, in the way of an upgrade; what puts the state of a job at risk only with a savepoint of this very moment.
 */
export function drifting(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const found = sortedDrift(seen, circumstances.now);
  if (found === undefined) return undefined;
  // With what was seen before this look has asked for all that a stop rests on.
  const lasting = [...found.stateAtRisk, ...found.restart].filter((one) => hasLasted(one, seen, circumstances.now));
  return repairing(found.inPlace) ?? allowed(lasting, seen, circumstances);
}

/** So long that Kubernetes has begun to replace the pods, if it does at all. */
const untilRolledOut = seconds(30);

function hasLasted(one: Drifted, { resource }: Seen, now: Instant): boolean {
  const { standing = [] } = resource.status.fleet?.drift ?? {};
  const known = standing.find((each) => isSamePlace(each, placeOf(one)));
  return known !== undefined && since(parsedInstant(known.since), now) >= untilRolledOut;
}

function repairing(differences: readonly Drifted[]): Plan | undefined {
  if (differences.length === 0) return undefined;
  return {
    act: "again",
    because: `putting right what others have changed: ${placesText(differences.map(toldOf))}`,
    effect: { kind: "repairDrift", differences },
    repairs: differences,
    // Whoever it was has the time to see that.
    wake: "on schedule",
  };
}

function allowed(differences: readonly Drifted[], seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (differences.length === 0) return undefined;
  if (!mayRestart(repairsOf(seen.resource.metadata, circumstances), circumstances.now)) return undefined;
  // What runs there, and how, nobody can tell just now.
  if (seen.flink.kind === "unreachable") return undefined;
  if (!isInFlux(seen)) return restarting(differences, seen, circumstances);
  if (differences.some((one) => one.class === "stateAtRisk")) return undefined;
  // Pods come and go, and a job is not stopped under them: the change is taken back, and it goes on from what is kept of it.
  return repairing(differences.filter((one) => one.object.kind === "Deployment"));
}

/** Kubernetes replaces the JobManager's pods, or cannot bring them up. */
const isInFlux = ({ jobManager }: Seen): boolean =>
  jobManager === undefined ||
  jobManager.replicas !== jobManager.wantedReplicas ||
  jobManager.availableReplicas !== jobManager.wantedReplicas;

function restarting(differences: readonly Drifted[], seen: Seen, circumstances: Circumstances): Plan | undefined {
  const because = `making the cluster anew, since others have changed it: ${placesText(differences.map(toldOf))}`;
  const isAtRisk = differences.some((one) => one.class === "stateAtRisk");
  // Its jobs may be recovered by Flink itself, from what is in doubt.
  if (isAtRisk && !isApplication(seen)) return undefined;
  const waits = draining(seen, circumstances);
  if (waits !== undefined) return { ...waits, because: `${because}: ${waits.because}` };
  const plan = ending(seen, circumstances, [normal("Operator", "DriftRestart", because)]);
  if (plan.act === "wait" || (isAtRisk && !takesSavepoint(plan))) return undefined;
  return { ...plan, because: `${because}: ${plan.because}`, repairs: differences };
}

const takesSavepoint = (plan: Plan): boolean => plan.act === "stop" && plan.intent.way === "savepoint";
