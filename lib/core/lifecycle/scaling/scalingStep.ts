import type { JobId, JobState, JobVertex, ResourceRequirements } from "../../flink.ts";
import { later, type Instant } from "../../time.ts";
import { isTerminal } from "../observation/jobState.ts";
import type { DeploymentView, Target } from "../seen.ts";
import type { Extent } from "./extent.ts";
import { jobProgress, type JobProgress } from "./jobProgress.ts";
import type { ScalingWay } from "./scalingWay.ts";
import { wantedRequirements } from "./wantedRequirements.ts";

/** Sets `spec.replicas` of this very Deployment, and only as long as nobody has changed it: a run that was held up knows less than others. */
export interface ScaleDeployment {
  readonly kind: "scaleDeployment";
  readonly deployment: Target & { readonly resourceVersion: string | undefined };
  readonly replicas: number;
}

export interface SetResourceRequirements {
  readonly kind: "setResourceRequirements";
  readonly job: JobId;
  readonly requirements: ResourceRequirements;
}

export type ScalingStep =
  /** It cannot be done in place: an upgrade is needed. */
  | { readonly kind: "none"; readonly because: string }
  /** Does no harm when it is carried out twice; then look again. */
  | { readonly kind: "effect"; readonly because: string; readonly effect: ScaleDeployment | SetResourceRequirements }
  | Exclude<JobProgress, { readonly kind: "reached" }>
  /** What was asked for is what runs. */
  | { readonly kind: "done" };

/** What is looked at while a job is scaled. Of the job, as far as the way asks for it. */
export interface ScalingLook {
  readonly jobManager: DeploymentView | undefined;
  readonly taskManager: DeploymentView | undefined;
  readonly job: JobLook | undefined;
  /** TaskManagers that are asked for and not ready; 0 where that is not known. */
  readonly missingTaskManagers: number;
  /** When the scaling was announced. */
  readonly since: Instant;
  readonly now: Instant;
}

export interface JobLook {
  readonly id: JobId;
  /** The effective state: RUNNING only once all tasks run; `undefined` where Flink could not be asked. */
  readonly state: JobState | undefined;
  /** Both `undefined` where Flink could not be asked, or need not be. */
  readonly requirements: ResourceRequirements | undefined;
  readonly vertices: readonly JobVertex[] | undefined;
}

/** The next step of a scaling; each look takes it from what is there, so that nothing but its beginning has to be remembered. */
export function scalingStep(way: ScalingWay, look: ScalingLook): ScalingStep {
  switch (way.kind) {
    case "none":
      return way;
    case "pods":
      return podStep(way.to, look) ?? { kind: "done" };
    case "reactive":
      return (
        obstacle(look) ??
        podStep(way.to, look) ??
        followed(look, way.within, allSlots(look, (way.to.taskManagers ?? 0) * way.slots))
      );
    case "requirements":
      return requirementsStep(way, look);
  }
}

/** Pods come before the job needs them, and go after it has left them. */
function requirementsStep(way: ScalingWay & { readonly kind: "requirements" }, look: ScalingLook): ScalingStep {
  const pods = podStep(way.to, look);
  if (pods?.kind === "none") return pods;
  const job = jobStep(way, look);
  if (job.kind === "none" || pods === undefined) return job;
  return job.kind === "done" || isGrowing(pods, look) ? pods : job;
}

function isGrowing(step: ScalingStep, { taskManager }: ScalingLook): boolean {
  if (step.kind !== "effect" || step.effect.kind !== "scaleDeployment" || taskManager === undefined) return true;
  return step.effect.deployment.uid !== taskManager.uid || step.effect.replicas > taskManager.wantedReplicas;
}

function podStep({ jobManagers, taskManagers }: Extent, look: ScalingLook): ScalingStep | undefined {
  return (
    deploymentStep("JobManager", jobManagers, look.jobManager) ??
    (taskManagers === undefined ? undefined : deploymentStep("TaskManager", taskManagers, look.taskManager))
  );
}

function deploymentStep(role: string, replicas: number, found: DeploymentView | undefined): ScalingStep | undefined {
  if (found === undefined || found.deleting) return { kind: "none", because: `the ${role}s' Deployment is missing` };
  if (found.wantedReplicas === replicas) return undefined;
  return {
    kind: "effect",
    because: `scaling ${role}s from ${found.wantedReplicas} to ${replicas}`,
    effect: { kind: "scaleDeployment", deployment: targetOf(found), replicas },
  };
}

const targetOf = ({ name, uid, resourceVersion }: DeploymentView): ScaleDeployment["deployment"] => ({
  name,
  uid,
  resourceVersion,
});

const unknown = { kind: "none", because: "the job is not known to Flink" } as const;

/** A job that does not run cannot follow. */
function obstacle({ job, jobManager }: ScalingLook): Extract<ScalingStep, { readonly kind: "none" }> | undefined {
  if (jobManager?.neverAvailable === true) return { kind: "none", because: "the JobManager never came up" };
  if (job === undefined) return unknown;
  const runs = job.state === undefined || (!isTerminal(job.state) && job.state !== "RECONCILING");
  return runs ? undefined : { kind: "none", because: `the job is ${job.state}` };
}

function jobStep({ from, to, within }: ScalingWay & { readonly kind: "requirements" }, look: ScalingLook): ScalingStep {
  const { job } = look;
  const none = obstacle(look);
  if (none !== undefined) return none;
  if (job?.requirements === undefined) return followed(look, within, undefined);
  const wanted = wantedRequirements({ current: job.requirements, from, to });
  if (wanted.kind === "none") return wanted;
  if (!isSame(job.requirements, wanted.requirements)) {
    if (look.now >= later(look.since, within))
      return { kind: "late", because: "its resource requirements do not stay" };
    return {
      kind: "effect",
      because: "changing the resource requirements of the job",
      effect: { kind: "setResourceRequirements", job: job.id, requirements: wanted.requirements },
    };
  }
  return followed(look, within, upperBounds(wanted.requirements));
}

/** `wanted` is `undefined` where Flink could not be asked. */
function followed(
  { job, missingTaskManagers, since, now }: ScalingLook,
  within: ScalingFollow["within"],
  wanted: ScalingFollow["wanted"] | undefined,
): ScalingStep {
  const progress = jobProgress({
    wanted: wanted ?? {},
    vertices: wanted === undefined ? undefined : job?.vertices,
    state: job?.state,
    missingTaskManagers,
    since,
    within,
    now,
  });
  return progress.kind === "reached" ? { kind: "done" } : progress;
}

type ScalingFollow = Parameters<typeof jobProgress>[0];

const upperBounds = (requirements: ResourceRequirements): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(requirements).map(([vertex, { upperBound }]) => [vertex, upperBound]));

/** Where vertices do not all share their slots, it is Flink that divides them up. */
function allSlots({ job }: ScalingLook, slots: number): Readonly<Record<string, number>> {
  const vertices = job?.vertices ?? [];
  const [first] = vertices;
  const isShared = vertices.every(
    ({ slotSharingGroup: group }) => group !== undefined && group === first?.slotSharingGroup,
  );
  return isShared ? Object.fromEntries(vertices.map(({ id }) => [id, slots])) : {};
}

const isSame = (one: ResourceRequirements, other: ResourceRequirements): boolean =>
  Object.entries(one).every(
    ([vertex, bounds]) =>
      bounds.lowerBound === other[vertex]?.lowerBound && bounds.upperBound === other[vertex]?.upperBound,
  );
