import { stepText } from "../status/stepText.ts";
import type { UpgradeMode } from "../../../api/resources/common.ts";
import type { KnownState, StopIntent } from "../../../api/resources/journal.ts";
import { neverStarted } from "../deployment/neverStarted.ts";
import type { Step } from "../deadlines.ts";
import { cancellable } from "../observation/jobState.ts";
import { brokenChoice } from "./brokenChoice.ts";
import { endedChoice } from "./endedChoice.ts";
import type { Facts } from "./facts.ts";
import { lostChoice } from "./lostChoice.ts";
import { startedOver } from "./startedOver.ts";
import { runningChoice, unhealthyChoice } from "./runningChoice.ts";

/** How the running job is to be ended before the next cluster is made. */
export type Choice =
  | { readonly kind: "stop"; readonly way: StopIntent["way"]; readonly because: string }
  /** Nothing has to be sent to the job: its pods can go, and the next one starts by `upgradeMode`. */
  | {
      readonly kind: "stopped";
      readonly upgradeMode: UpgradeMode;
      /** `undefined`: as it is known. `null`: given up. */
      readonly state?: KnownState | null | undefined;
      readonly because: string;
    }
  | { readonly kind: "wait"; readonly step: Step; readonly because: string }
  /** Only a user can say from which state to go on. */
  | { readonly kind: "doubt"; readonly because: string };

/**
 * The Apache operator's AbstractJobReconciler.getJobUpgrade, for applications, with these differences: a job that has ended is
 * only left behind once its last checkpoint is known; a state is never taken for empty because it is not known; and nothing is
 * decided upon a JobManager that merely did not answer just now.
 */
export const upgradeChoice = (facts: Facts): Choice =>
  unstarted(facts) ??
  stateless(facts) ??
  endedChoice(facts) ??
  older(facts) ??
  runningChoice(facts) ??
  unhealthyChoice(facts) ??
  brokenChoice(facts) ??
  lostChoice(facts);

/** No pod of it ever ran: what it was to start from is still the newest state. This is what lets a bad image be corrected. */
function unstarted({ seen, ha, target }: Facts): Choice | undefined {
  const { deployed } = seen;
  if (!neverStarted(seen) || deployed.kind !== "recorded") return undefined;
  if (givesUp(target) && !deployed.firstDeployment) return undefined;
  if (typeof ha === "object" && ha.checkpointId !== undefined) return undefined;
  const upgradeMode = deployed.last.job?.upgradeMode ?? "stateless";
  return { kind: "stopped", upgradeMode, because: "no JobManager of the last deployment ever came up" };
}

function older({ seen }: Facts): Choice | undefined {
  const because = startedOver(seen);
  return because === undefined ? undefined : { kind: "doubt", because };
}

function stateless({ target, job }: Facts): Choice | undefined {
  if (!givesUp(target)) return undefined;
  const because = "stateless: the state is given up";
  if (job.kind === "known" && cancellable(job.state)) return { kind: "stop", way: "forget", because };
  if (job.kind === "known" && job.state === "CANCELLING") {
    return { kind: "wait", step: "cancellation", because: stepText.cancellation };
  }
  return { kind: "stopped", upgradeMode: "stateless", state: null, because };
}

const givesUp = ({ job }: Facts["target"]): boolean => job?.upgradeMode === "stateless";
