import { minutes, parsedInstant, rfc3339, seconds, since } from "../../time.ts";
import type { FlinkDeploymentSpec } from "../../../api/resources/flinkDeployment.ts";
import type { DeployIntent } from "../../../api/resources/journal.ts";
import type { Circumstances } from "../circumstances.ts";
import { clusterInTheWay } from "./clusterInTheWay.ts";
import { creationUnderWay, isMade, wasRefused } from "./creationUnderWay.ts";
import { firstDeployment } from "./firstDeployment.ts";
import { startEffect } from "./startEffect.ts";
import { awaitingRoom } from "../sessionJobs/awaitingCluster.ts";
import { ownedDeployments } from "../observation/ownership.ts";
import type { Plan, StartEffect } from "../plan.ts";
import { completeRemoval } from "../deletion/removal.ts";
import type { Seen } from "../seen.ts";
import { asRecorded, turnStopped } from "../upgrade/stopped.ts";

/** What was refused will mostly be refused again, and every try writes status. */
const untilRetry = minutes(1);

/**
 * An earlier run announced a deployment and may have died before, while or after making it. It is carried out again as it
 * was announced, with the same ids and names, whatever the spec says by now: what exists already is recognised.
 */
export function unfinishedDeployment(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const intent = seen.resource.status.fleet?.intent;
  const announced = seen.deployed;
  if (intent?.kind !== "deploy" || announced.kind !== "recorded") return undefined;
  const effect = startEffect(seen.resource, running(announced.spec, seen.resource.spec));
  return (
    submitted(seen, intent, effect) ??
    corrected(seen, intent, effect, circumstances) ??
    hindered(seen, intent, circumstances) ??
    createdAgain(seen, intent, effect, circumstances)
  );
}

/** What has to be over before it is tried again. */
const hindered = (seen: Seen, intent: DeployIntent, circumstances: Circumstances): Plan | undefined =>
  strays(seen, intent) ??
  clusterInTheWay(seen, intent) ??
  creationUnderWay(seen, circumstances.now) ??
  retryingLater(seen, intent, circumstances) ??
  awaitingRoom(seen);

/** Nothing more has to be made of a job than the job. */
const submitted = (seen: Seen, intent: DeployIntent, effect: StartEffect): Plan | undefined =>
  effect.kind === "runJob" && isMade(seen, intent)
    ? recordedAsMade(intent, effect, "the job was submitted, and not yet recorded")
    : undefined;

function createdAgain(seen: Seen, intent: DeployIntent, effect: StartEffect, { now }: Circumstances): Plan {
  const because =
    effect.kind === "runJob" ? "the announced job does not run: submitting it again" : createdText(seen, intent);
  return {
    act: "create",
    because,
    intent: { ...intent, at: rfc3339(now) },
    effect,
    wake: seconds(5),
  };
}

const createdText = ({ jobManager }: Seen, { deploymentId }: DeployIntent): string =>
  jobManager?.deploymentId === deploymentId
    ? "the cluster was created in part"
    : "the announced cluster was never created";

/** A record says `suspended` as long as the job does not run, and the mode of the last restore; the cluster is made by that of the spec. */
function running(spec: FlinkDeploymentSpec, { job: wanted }: FlinkDeploymentSpec): FlinkDeploymentSpec {
  const { job } = spec;
  if (job === undefined) return spec;
  return { ...spec, job: { ...job, state: "running", upgradeMode: wanted?.upgradeMode ?? job.upgradeMode } };
}

/** The user has mended a spec that was refused. Where nothing was made of it, it is begun anew; else it is upgraded as it is. */
function corrected(
  seen: Seen,
  intent: DeployIntent,
  effect: StartEffect,
  circumstances: Circumstances,
): Plan | undefined {
  if (!wasRefused(seen) || seen.resource.metadata.generation === intent.generation) return undefined;
  const isNothingMade = effect.kind === "runJob" || (seen.jobManager === undefined && seen.taskManager === undefined);
  if (seen.deployed.kind === "recorded" && isNothingMade) {
    const { firstDeployment: isFirst, last } = seen.deployed;
    if (isFirst) return firstDeployment({ ...seen, deployed: { kind: "nothing" } }, circumstances);
    const because = "the spec was changed after the cluster was refused";
    return turnStopped(seen, circumstances, { ...asRecorded(last, seen, circumstances), because });
  }
  return recordedAsMade(intent, effect, "the spec was changed after a part of the cluster was refused");
}

const recordedAsMade = (intent: DeployIntent, effect: StartEffect, because: string): Plan => ({
  act: "turn",
  because,
  turn: { kind: "created", intent, effect },
  wake: seconds(0),
});

/** What was announced may run, and nobody has recorded it: so it is recorded, as far as it was made. */
export function unrecorded(seen: Seen): Plan | undefined {
  const { resource, deployed } = seen;
  const intent = resource.status.fleet?.intent;
  if (intent?.kind !== "deploy" || deployed.kind !== "recorded" || !isMade(seen, intent)) return undefined;
  const effect = startEffect(resource, running(deployed.spec, resource.spec));
  return (
    submitted(seen, intent, effect) ?? recordedAsMade(intent, effect, "the cluster was created, and not yet recorded")
  );
}

/** Made by a run of another deployment that was held up for long: it has the name, and another state to start from. */
function strays(seen: Seen, intent: DeployIntent): Plan | undefined {
  const found = ownedDeployments(seen).filter(({ deploymentId }) => deploymentId !== intent.deploymentId);
  const isJobManagers = found.some(({ name }) => name === seen.jobManager?.name);
  if (found.length === 0 || !isJobManagers) return removing(found);
  return completeRemoval(seen, "left over from another deployment");
}

function removing(found: readonly { readonly name: string; readonly uid: string }[]): Plan | undefined {
  if (found.length === 0) return undefined;
  const deployments = found.map(({ name, uid }) => ({ name, uid }));
  return {
    act: "again",
    because: "left over from another deployment: removing it",
    effect: { kind: "deleteDeployments", deployments },
    wake: seconds(1),
  };
}

function retryingLater(seen: Seen, { at }: DeployIntent, { now }: Circumstances): Plan | undefined {
  if (!wasRefused(seen) || since(parsedInstant(at), now) >= untilRetry) return undefined;
  return { act: "wait", because: "refused, and tried again every minute", wake: untilRetry };
}
