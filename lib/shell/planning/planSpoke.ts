import type { ResourcePlan } from "../../api/plan.ts";
import type { OperatorDefaults } from "../../core/configuration/defaults.ts";
import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { Course } from "../../core/planning/course.ts";
import { withManifest } from "../../core/planning/manifest.ts";
import { resourcePlan } from "../../core/planning/resourcePlan.ts";
import { changesSomething } from "../../core/planning/totals.ts";
import { objectText, refOf } from "../../core/planning/write.ts";
import { sameJson } from "../../core/triggers/json.ts";
import type { Clock, Ids, Spoke, SpokeConnection } from "../../ports/index.ts";
import type { FindCluster } from "../chargeIn.ts";
import { notOurs } from "./notOurs.ts";
import { type Part, rehearse } from "./rehearse.ts";
import type { RehearsedObjects } from "./rehearsedObjects.ts";

/** What a plan of one spoke is made of. */
export interface Asked {
  /** Resources that are planned as they are. */
  readonly parts: readonly Part[];
  /** Manifests that are not applied yet, as `manifestOf` makes them. */
  readonly manifests: readonly KubernetesObject[];
}

export interface PlanPorts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, "digest">;
  readonly defaults: OperatorDefaults;
  /** Of the digests in the plan. */
  readonly salt: string;
}

/** What would be done in one spoke. Nothing is written. Throws `Faulted` where the spoke cannot be looked at. */
export async function planSpoke(spoke: Spoke, asked: Asked, ports: PlanPorts): Promise<readonly ResourcePlan[]> {
  const { clock, ids, defaults, salt } = ports;
  const digest = (text: string): string => ids.digest(text);
  const namespaces = [...new Set([...asked.parts, ...asked.manifests.map(refOf)].map(({ namespace }) => namespace))];
  const scope = { namespaces, labelSelector: spoke.labelSelector };
  const { charges, repair } = spoke;
  const rehearsal = { now: clock.now(), digest, defaults, charges, repair, spoke: spoke.name };
  const manifests = new Map(asked.manifests.map((manifest) => [objectText(refOf(manifest)), manifest]));
  const named = new Set([...manifests.keys(), ...asked.parts.map(objectText)]);
  const connection = await spoke.connect();
  const courses = await rehearse(connection, scope, rehearsal, (objects) => begun(asked, objects));
  const planned = courses.map(async (course) => {
    const plan = resourcePlan(course, {
      cluster: spoke.name,
      server: connection.server,
      defaults,
      repair,
      digest: (text) => digest(`${salt} ${text}`),
      manifest: manifests.get(objectText(course)),
    });
    if (!named.has(objectText(course)) && !changesSomething(plan)) return [];
    return [{ ...plan, blocked: [...plan.blocked, ...(await notOurs(course, spoke, clusterIn(courses, connection)))] }];
  });
  return (await Promise.all(planned)).flat();
}

/** The cluster of a session job: as it is there, and otherwise as it is about to be made. */
const clusterIn =
  (courses: readonly Course[], { cluster }: SpokeConnection): FindCluster =>
  async (namespace, name) => {
    const ref = { kind: "FlinkDeployment", namespace, name } as const;
    const course = courses.find((one) => objectText(one) === objectText(ref));
    return course === undefined ? await cluster.read(ref) : (course.before ?? course.wanted);
  };

async function begun({ parts, manifests }: Asked, objects: RehearsedObjects): Promise<readonly Part[]> {
  const changed: Part[] = [];
  for (const manifest of manifests) {
    const part = refOf(manifest) as Part;
    const live = await objects.read(part);
    const wanted = withManifest(live, manifest);
    if (live === undefined || !sameJson(live, wanted)) objects.put(wanted);
    changed.push(part);
  }
  const all = [...parts, ...changed];
  return inOrder([...all, ...(await jobsOf(all, objects))]);
}

/** Session jobs are stopped and started with their cluster: what becomes of them is part of its plan. */
async function jobsOf(parts: readonly Part[], objects: RehearsedObjects): Promise<readonly Part[]> {
  const clusters = parts.filter(({ kind }) => kind === "FlinkDeployment");
  const namespaces = [...new Set(clusters.map(({ namespace }) => namespace))];
  const found: Part[] = [];
  for (const namespace of namespaces) {
    const names = new Set(clusters.filter((one) => one.namespace === namespace).map(({ name }) => name));
    for (const job of await sessionJobsIn(namespace, objects)) {
      const { deploymentName } = (job["spec"] ?? {}) as { readonly deploymentName?: string };
      if (names.has(deploymentName ?? "")) found.push({ ...refOf(job), kind: "FlinkSessionJob" });
    }
  }
  return found;
}

/** Where the kind is not known there are none. */
async function sessionJobsIn(namespace: string, objects: RehearsedObjects): Promise<readonly KubernetesObject[]> {
  try {
    return await objects.list({ kind: "FlinkSessionJob", namespace });
  } catch (error) {
    if (error instanceof Faulted && error.fault.kind === "missing") return [];
    throw error;
  }
}

/** As in a pass: clusters before the jobs on them; each once. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const once = [...new Map(parts.map((part) => [objectText(part), part])).values()];
  const of = (kind: Part["kind"]): readonly Part[] => once.filter((part) => part.kind === kind);
  return [...of("FlinkDeployment"), ...of("FlinkSessionJob")];
}
