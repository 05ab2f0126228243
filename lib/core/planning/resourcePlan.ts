import type { RepairRules } from "../../api/fleet/repair.ts";
import type { PlannedOn, ResourcePlan } from "../../api/plan.ts";
import { userConfiguration } from "../configuration/effective.ts";
import type { OperatorDefaults } from "../configuration/defaults.ts";
import { parallelismOf, slotsOf, taskManagerReplicas } from "../configuration/parallelism.ts";
import { modeOf } from "../configuration/mode.ts";
import type { KubernetesObject } from "../kubernetes.ts";
import type { FlinkSpec } from "../lifecycle/flinkResource.ts";
import { sortedJson } from "../lifecycle/spec/sortedJson.ts";
import { isJson, part } from "../objects/json.ts";
import { shortened } from "../shortened.ts";
import { blockers } from "./blockers.ts";
import type { Course, CourseDecision, Written } from "./course.ts";
import { driftLeft } from "./driftLeft.ts";
import { lastDowntime } from "./downtime.ts";
import { effectOf } from "./effectOf.ts";
import { fieldChanges, fieldDigests } from "./fieldChanges.ts";
import { writtenPart } from "./manifest.ts";
import { journalOf } from "./journalOf.ts";
import { objectChange } from "./objectChanges.ts";
import { startState } from "./startState.ts";
import { withoutSecrets } from "./withoutSecrets.ts";
import { objectText } from "./write.ts";

export interface PlanContext {
  readonly cluster: string;
  /** Base URL of its API server. */
  readonly server: string | undefined;
  readonly defaults: OperatorDefaults;
  /** What the spoke says of hand edits that need a restart. */
  readonly repair: RepairRules | undefined;
  readonly digest: (text: string) => string;
  /** What is applied; `undefined` where the resource is planned as it is. */
  readonly manifest: KubernetesObject | undefined;
}

/** The course of a rehearsal, as a plan tells it. */
export function resourcePlan(course: Course, context: PlanContext): ResourcePlan {
  const { cluster, server, defaults, digest, manifest } = context;
  const { kind, namespace, name, writes, before, wanted } = course;
  const effect = effectOf(course);
  const spec = manifest === undefined ? [] : specChanges(course);
  const state = startState(course.decisions);
  const downtime = effect === "restart" ? lastDowntime(journalOf(before)) : undefined;
  return {
    cluster,
    ...(server === undefined ? {} : { server }),
    kind,
    namespace,
    name,
    ...sessionOf(wanted ?? before),
    effect,
    because: becauseOf(course),
    spec: [...spec],
    objects: course.written.filter(isPart).flatMap((one) => objectChange(one, writes) ?? []),
    writes: [...(spec.length === 0 ? [] : [{ verb: "apply" as const, object: objectText(course) }]), ...writes],
    ...(state === undefined ? {} : { state }),
    ...(downtime === undefined ? {} : { downtimeSeconds: downtime }),
    slots: { from: slots(before, defaults), to: slots(course.after, defaults) },
    blocked: [...blockers(course)],
    drift: [...driftLeft(course.after, context)],
    ...(before === undefined ? {} : { seen: seenOf(before, digest) }),
    rests: restsOf(course.written, digest),
    ...(manifest === undefined ? {} : { manifest: manifest as NonNullable<ResourcePlan["manifest"]> }),
  };
}

const specChanges = ({ before, wanted }: Course): ResourcePlan["spec"] => [
  ...fieldChanges(before && writtenPart(before), wanted && writtenPart(wanted)),
];

function sessionOf(resource: KubernetesObject | undefined): Pick<ResourcePlan, "sessionCluster"> {
  const { deploymentName } = part(resource ?? {}, "spec");
  return typeof deploymentName === "string" ? { sessionCluster: deploymentName } : {};
}

/** What is written in the resource itself is told by itself. */
const isPart = ({ ref }: Written): boolean => ref.kind !== "FlinkDeployment" && ref.kind !== "FlinkSessionJob";

function becauseOf({ decisions, fault }: Course): string {
  const act = decisions.find(
    ({ decision: { plan } }) => plan.act !== "wait" && !(plan.act === "again" && plan.effect.kind === "addFinalizer"),
  );
  const told = act ?? decisions.at(-1);
  if (told === undefined) return fault === undefined ? "" : "it cannot be looked at";
  const { because } = withoutSecrets({ because: told.decision.plan.because }, told);
  const changed = act === undefined ? [] : decisiveFields(decisions[0]);
  return changed.length === 0 ? because : `${because}; ${shortened(changed.join(", "))} changed`;
}

/** Those that ask for the most: of a change that needs a restart only what needs it. */
function decisiveFields(first: CourseDecision | undefined): readonly string[] {
  const deployed = first?.seen.deployed;
  if (deployed?.kind !== "recorded" || deployed.difference.class === "ignore") return [];
  const { class: strongest, changes } = deployed.difference;
  return changes.filter((change) => change.class === strongest).map(({ field }) => field);
}

/** That its TaskManagers offer: what a suspended job, and one that is not there, takes up is none. */
function slots(resource: KubernetesObject | undefined, defaults: OperatorDefaults): number {
  const spec = resource?.["spec"];
  if (resource?.kind !== "FlinkDeployment" || !isJson(spec)) return 0;
  const wanted = spec as unknown as FlinkSpec;
  if (wanted.job?.state === "suspended") return 0;
  const configuration = userConfiguration(
    { namespace: resource.metadata.namespace ?? "default", spec: wanted },
    defaults,
  );
  const each = slotsOf(configuration);
  if (modeOf(wanted) === "standalone") return taskManagerReplicas(wanted, configuration) * each;
  return Math.ceil((parallelismOf(wanted, configuration) ?? 0) / each) * each;
}

function seenOf(resource: KubernetesObject, digest: PlanContext["digest"]): PlannedOn {
  const { uid = "", resourceVersion = "", generation = 1 } = resource.metadata;
  return { uid, resourceVersion, generation, fields: { ...fieldDigests(writtenPart(resource), digest) } };
}

/**
 * By the part of each that people and controllers ask for: what only tells how it is going is left out, and so is Flink's own HA metadata,
 * which has no owner and changes with every checkpoint.
 */
function restsOf(written: readonly Written[], digest: PlanContext["digest"]): ResourcePlan["rests"] {
  const found = written.filter(isPart).flatMap(({ ref, before }) => {
    if (before?.metadata.ownerReferences === undefined) return [];
    const { resourceVersion = "", labels, annotations, ownerReferences } = before.metadata;
    const { metadata: _m, status: _s, ...rest } = before;
    const whole = sortedJson({ ...rest, metadata: { labels, annotations, ownerReferences } });
    return [[objectText(ref), { resourceVersion, digest: digest(whole).slice(0, 12) }] as const];
  });
  return Object.fromEntries(found);
}
