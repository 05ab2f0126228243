import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Happening } from "../events/happening.ts";
import { normal } from "../happenings/told.ts";
import { specChanged } from "../happenings/specChanged.ts";
import { cancellable } from "../observation/jobState.ts";
import { neverStarted } from "../deployment/neverStarted.ts";
import type { Plan } from "../plan.ts";
import { isApplication } from "../observation/running.ts";
import type { Seen } from "../seen.ts";
import { specProblem } from "../specProblem.ts";
import { announcedStop } from "./announcedStop.ts";
import { isBrokenFromBirth } from "./brokenChoice.ts";
import { upgradeChoice, type Choice } from "./choice.ts";
import { haMetadata } from "./haMetadata.ts";
import { draining } from "../sessionJobs/draining.ts";
import { inDoubt } from "./doubt.ts";
import { graphElsewhere } from "./graphElsewhere.ts";
import { factsOf, jobSight } from "./facts.ts";
import { redeployState, targetOf, turnStopped } from "./stopped.ts";

/**
 * The spec differs from what is deployed. An invalid one never stops the care for the last good one; a valid one ends the running job
 * in the way that its state asks for. What another operator had begun and not finished is gone on with in the same way.
 */
export function upgrading(seen: Seen, circumstances: Circumstances): Plan | undefined {
  if (!isAskedFor(seen)) return undefined;
  const problem = isMidway(seen) ? undefined : specProblem(seen, circumstances.defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  return backToStable(seen) ?? draining(seen, circumstances) ?? ending(seen, circumstances, specChanged(seen));
}

function isAskedFor(seen: Seen): boolean {
  const { deployed, resource } = seen;
  if (deployed.kind !== "recorded") return false;
  // Suspended and to stay so: what else has changed counts from its next start on.
  const staysSuspended = deployed.last.job?.state === "suspended" && resource.spec.job?.state === "suspended";
  return !staysSuspended && (deployed.difference.class !== "ignore" || isMidway(seen));
}

/** Another operator, or a rollback, had begun to end what runs. */
function isMidway({ resource }: Seen): boolean {
  const state = resource.status.reconciliationStatus?.state ?? "UPGRADING";
  return state === "UPGRADING" || state === "ROLLING_BACK";
}

/** Ends what runs, whatever for. */
export function ending(seen: Seen, circumstances: Circumstances, tell: readonly Happening[]): Plan {
  const choice = choiceOf(seen, circumstances);
  switch (choice.kind) {
    case "wait":
      return { act: "wait", because: choice.because, step: choice.step, wake: seconds(2) };
    case "doubt":
      return inDoubt(seen, choice.because);
    case "stopped": {
      const graph = isApplication(seen) ? graphElsewhere(seen, choice.upgradeMode, circumstances) : undefined;
      if (graph !== undefined) return inDoubt(seen, graph);
      const firstDeployment = isStillFirst(seen);
      const { upgradeMode, state, because } = choice;
      const told = [...tell, suspendedEvent];
      return turnStopped(seen, circumstances, { upgradeMode, state, because, firstDeployment, tell: told });
    }
    case "stop":
      return announcedStop(seen, choice, circumstances, [...tell, suspendedEvent]);
  }
}

function choiceOf(seen: Seen, circumstances: Circumstances): Choice {
  if (!isApplication(seen)) {
    return { kind: "stopped", upgradeMode: "last-state", because: "making the session cluster anew" };
  }
  if (redeployState(seen, circumstances) === undefined) {
    return upgradeChoice(factsOf(seen, targetOf(seen, circumstances), circumstances));
  }
  const because = "going on from the state that the spec names";
  const job = jobSight(seen, circumstances);
  return job.kind === "known" && cancellable(job.state)
    ? { kind: "stop", way: "forget", because }
    : { kind: "stopped", upgradeMode: "stateless", state: null, because };
}

const suspendedEvent = normal("JobManagerDeployment", "Suspended", "Suspending existing deployment.");

/** The first deployment never came up: the corrected spec is a first one as well. */
function isStillFirst(seen: Seen): boolean {
  const { deployed } = seen;
  const ha = haMetadata(seen);
  const hasState = typeof ha === "object" && ha.checkpointId !== undefined;
  return deployed.kind === "recorded" && deployed.firstDeployment && isUnborn(seen) && !hasState;
}

const isUnborn = (seen: Seen): boolean => neverStarted(seen) || isBrokenFromBirth(seen);

/** After a rollback the user went back to the very spec that runs. */
function backToStable({ deployed, resource }: Seen): Plan | undefined {
  const state = resource.status.reconciliationStatus?.state;
  if (state !== "ROLLED_BACK" || deployed.kind !== "recorded" || deployed.isWanted !== true) return undefined;
  return {
    act: "turn",
    because: "the spec is the one that runs since the rollback",
    turn: { kind: "accepted", spec: resource.spec, into: "DEPLOYED" },
    wake: "on schedule",
  };
}
