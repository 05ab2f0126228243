import type { ResourcePlan } from "../../api/plan.ts";
import { chargeAnnotation, saidCharge } from "../../core/charge/chargeOf.ts";
import type { KubernetesObject } from "../../core/kubernetes.ts";
import { meets } from "../../core/labelTests.ts";
import type { Course } from "../../core/planning/course.ts";
import type { Spoke } from "../../ports/index.ts";
import { chargeIn, type FindCluster } from "../chargeIn.ts";

type Blocked = ResourcePlan["blocked"];

/** Why whoever looks after the fleet passes it over. Who is in charge is what stands there now, and no manifest changes that. */
export async function notOurs(course: Course, spoke: Spoke, find: FindCluster): Promise<Blocked> {
  const taken = takenOver(course);
  if (taken !== undefined) return [{ reason: "NotInCharge", message: taken }];
  const { before, wanted } = course;
  for (const object of [before, wanted]) {
    const charge = object === undefined ? "operate" : await chargeIn(object, find, spoke.charges);
    if (charge !== "operate") {
      return [{ reason: "NotInCharge", message: `somebody else is in charge of it: ${chargeAnnotation} is ${charge}` }];
    }
  }
  return outOfScope(course, spoke);
}

function takenOver({ before, wanted }: Course): string | undefined {
  if (before === undefined || wanted === undefined) return undefined;
  const [now, then] = [before, wanted].map((one: KubernetesObject) => saidCharge(one.metadata) ?? "not set");
  return now === then
    ? undefined
    : `${chargeAnnotation} is ${now}, and the manifest makes it ${then}: that is what flink-fleet adopt is for`;
}

function outOfScope({ namespace, wanted, before }: Course, { namespaces, labelSelector }: Spoke): Blocked {
  const { labels = {} } = (wanted ?? before)?.metadata ?? {};
  const because = !isIn(namespaces, namespace)
    ? `the fleet looks after namespaces ${namespaces.join(", ")} alone`
    : meets(labels, labelSelector)
      ? undefined
      : `the fleet looks after what has the labels ${labelSelector} alone`;
  return because === undefined ? [] : [{ reason: "NotLookedAfter", message: because }];
}

const isIn = (namespaces: readonly string[], namespace: string): boolean =>
  namespaces.length === 0 || namespaces.includes(namespace);
