import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Happening } from "../events/happening.ts";
import { normal } from "../happenings/told.ts";
import type { Plan } from "../plan.ts";
import { isApplication } from "../running.ts";
import type { Seen } from "../seen.ts";
import { changesText } from "../spec/difference.ts";
import { specProblem } from "../specProblem.ts";
import { announcedStop } from "./announcedStop.ts";
import { upgradeChoice, type Choice } from "./choice.ts";
import { inDoubt } from "./doubt.ts";
import { factsOf } from "./facts.ts";
import { redeployState, targetOf, turnStopped } from "./stopped.ts";

/**
 * The spec differs from what is deployed. An invalid one never stops the care for the last good one; a valid one ends the running job
 * in the way that its state asks for. What another operator had begun and not finished is gone on with in the same way.
 */
export function upgrading(seen: Seen, circumstances: Circumstances): Plan | undefined {
  const { deployed, resource } = seen;
  if (deployed.kind !== "recorded") return undefined;
  const state = resource.status.reconciliationStatus?.state ?? "UPGRADING";
  const isMidway = state === "UPGRADING" || state === "ROLLING_BACK";
  if (deployed.difference.class === "ignore" && !isMidway) return undefined;
  // Suspended and to stay so: what else has changed counts from its next start on.
  if (deployed.last.job?.state === "suspended" && resource.spec.job?.state === "suspended") return undefined;
  const problem = isMidway ? undefined : specProblem(seen, circumstances.defaults);
  if (problem !== undefined) {
    return { act: "wait", because: `invalid: ${problem.message}`, obstacle: problem, wake: "on schedule" };
  }
  return backToStable(seen) ?? ending(seen, circumstances, specChanged(seen));
}

/** Ends what runs, whatever for. */
export function ending(seen: Seen, circumstances: Circumstances, tell: readonly Happening[]): Plan {
  if (!isApplication(seen)) {
    const session: Choice = { kind: "stopped", upgradeMode: "last-state", because: "making the session cluster anew" };
    return carriedOut(seen, session, circumstances, tell);
  }
  if (redeployState(seen, circumstances) !== undefined) {
    const because = "going on from the state that the spec names";
    const { job } = factsOf(seen, seen.resource.spec, circumstances);
    const isThere = job.kind === "known" && job.state !== "CANCELLING" && !isEnded(job.state);
    const choice: Choice = isThere
      ? { kind: "stop", way: "forget", because }
      : { kind: "stopped", upgradeMode: "stateless", state: null, because };
    return carriedOut(seen, choice, circumstances, tell);
  }
  const choice = upgradeChoice(factsOf(seen, targetOf(seen, circumstances), circumstances));
  return carriedOut(seen, choice, circumstances, tell);
}

const isEnded = (state: string): boolean => state === "FINISHED" || state === "FAILED" || state === "CANCELED";

function carriedOut(seen: Seen, choice: Choice, circumstances: Circumstances, tell: readonly Happening[]): Plan {
  switch (choice.kind) {
    case "wait":
      return { act: "wait", because: choice.because, step: choice.step, wake: seconds(2) };
    case "doubt":
      return inDoubt(seen, choice.because);
    case "stopped":
      return turnStopped(seen, circumstances, {
        ...choice,
        state: choice.state,
        firstDeployment: isStillFirst(seen, choice),
        tell: [...tell, suspendedEvent],
      });
    case "stop":
      return announcedStop(seen, choice, circumstances, [...tell, suspendedEvent]);
  }
}

const suspendedEvent = normal("JobManagerDeployment", "Suspended", "Suspending existing deployment.");

/** The first deployment never came up: the corrected spec is a first one as well. */
const isStillFirst = ({ deployed, jobManager }: Seen, choice: Choice): boolean =>
  deployed.kind === "recorded" &&
  deployed.firstDeployment &&
  jobManager?.neverAvailable === true &&
  choice.kind === "stopped";

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

/** Once a generation, as the Apache operator tells it. */
function specChanged({ deployed, resource }: Seen): readonly Happening[] {
  if (deployed.kind !== "recorded" || deployed.difference.class === "ignore") return [];
  const event = normal("Job", "SpecChanged", changesText(deployed.difference));
  return [{ ...event, key: `SpecChange: ${resource.metadata.generation}` }];
}
