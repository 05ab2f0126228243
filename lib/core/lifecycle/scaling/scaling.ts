import type { InPlaceChange } from "../../../api/resources/journal.ts";
import { seconds } from "../../time.ts";
import type { Circumstances } from "../circumstances.ts";
import type { Step } from "../deadlines.ts";
import { normal } from "../happenings/told.ts";
import { ingressWarning } from "../happenings/ingressWarning.ts";
import { specChanged } from "../happenings/specChanged.ts";
import type { Plan } from "../plan.ts";
import { lostTaskManagers } from "../recovery/lostTaskManagers.ts";
import type { Seen } from "../seen.ts";
import { snapshotting } from "../snapshotting.ts";
import { specProblem } from "../specProblem.ts";
import { isSameJob, type JobSize } from "./extent.ts";
import { ingressChange, ingressIsLeft } from "./ingressChange.ts";
import { scalingLook } from "./scalingLook.ts";
import { scalingStep, type ScalingStep } from "./scalingStep.ts";
import type { ScalingWay } from "./scalingWay.ts";
import { isInPlace, wantedScaling } from "./wantedScaling.ts";
import { refusedScaling } from "./refusedScaling.ts";

export type InPlace =
  | { readonly kind: "plan"; readonly plan: Plan }
  /** Only an upgrade can do it. */
  | { readonly kind: "impossible"; readonly because: string };

/**
 * A change that needs no new cluster: it is announced, carried out effect by effect, each taken from a fresh look, and recorded once what was
 * asked for is what runs. The Apache operator records it as soon as Flink has heard of it.
 */
export function scaling(seen: Seen, circumstances: Circumstances): InPlace | undefined {
  const { defaults } = circumstances;
  if (!isInPlace(seen) || specProblem(seen, defaults) !== undefined) return undefined;
  const way = wantedScaling(seen, defaults);
  if (way === undefined) return planned(finished(seen, circumstances));
  if (way.kind === "none") return { kind: "impossible", because: way.because };
  const refused = refusedScaling(seen.resource.status, seen.resource.metadata.generation);
  if (refused !== undefined) return { kind: "impossible", because: refused };
  const lost = lostTaskManagers(seen, seen.resource.spec) ?? goingTaskManagers(seen);
  if (lost !== undefined) return planned(announced(seen, way) ?? lost);
  return carried(scalingStep(way, scalingLook(seen, way.to, circumstances)), way, seen, circumstances);
}

const planned = (plan: Plan): InPlace => ({ kind: "plan", plan });

function carried(
  step: ScalingStep,
  way: Exclude<ScalingWay, { readonly kind: "none" }>,
  seen: Seen,
  circumstances: Circumstances,
): InPlace {
  const { kind } = step;
  if (kind === "none") return { kind: "impossible", because: step.because };
  if (kind === "done") return planned(finished(seen, circumstances));
  const announcement = announced(seen, way);
  if (announcement !== undefined) return planned(announcement);
  switch (kind) {
    case "late":
      return late(step.because, seen);
    case "effect":
      return planned({ act: "again", because: step.because, effect: step.effect, wake: seconds(0) });
    case "waiting":
      return planned({ act: "wait", because: `scaling: ${step.because}`, wake: seconds(2) });
    case "starved":
      return planned({ ...(snapshotting(seen, circumstances) ?? starving(step.because)), step: starved });
  }
}

/** Before anything is done about it, so that what may have been asked of the job is known whatever happens next. */
function announced({ resource, deployed }: Seen, { to }: { readonly to: JobSize }): Plan | undefined {
  const begun = resource.status.fleet?.inPlace;
  const newest = begun?.announced.at(-1);
  if (newest !== undefined && isSameJob(newest, to)) return undefined;
  const { parallelism, overrides } = to;
  const size: JobSize = { ...(parallelism === undefined ? {} : { parallelism }), overrides };
  return {
    act: "turn",
    because: "scaling without a new cluster",
    turn: { kind: "inPlace", change: { ...kept(begun), announced: [...(begun?.announced ?? []), size] } },
    tell: [...specChanged({ resource, deployed }), normal("Job", "Scaling", "In-place scaling triggered")],
    wake: seconds(0),
  };
}

const kept = (begun: InPlaceChange | undefined): Pick<InPlaceChange, "ingress"> =>
  begun?.ingress === undefined ? {} : { ingress: begun.ingress };

/** From when its TaskManagers are there at last the job has all its time again. */
function late(because: string, { resource }: Seen): InPlace {
  const { step, inPlace } = resource.status.fleet ?? {};
  if (step?.name !== starved) return { kind: "impossible", because: `the job has not followed in time (${because})` };
  const turn = { kind: "inPlace", change: { ...kept(inPlace), announced: inPlace?.announced ?? [] } } as const;
  return planned({ act: "turn", because: `scaling: ${because}`, turn, wake: seconds(2) });
}

function finished(seen: Seen, circumstances: Circumstances): Plan {
  if (ingressIsLeft(seen, circumstances)) return ingressChange(seen, circumstances);
  return {
    act: "turn",
    because: "what the spec asks for runs, without a new cluster",
    turn: { kind: "carriedOut" },
    tell: [...specChanged(seen), ...ingressWarning(seen.resource, circumstances.defaults)],
    wake: seconds(2),
  };
}

/** One that is being deleted keeps its name until its pods are gone. */
function goingTaskManagers({ taskManager }: Seen): Plan | undefined {
  if (taskManager?.deleting !== true) return undefined;
  return { act: "wait", because: "the TaskManagers' Deployment is going", step: "podsGone", wake: seconds(2) };
}

const starved: Step = "taskManagers";

const starving = (because: string): Plan => ({ act: "wait", because: `scaling: ${because}`, wake: "on schedule" });
