import pLimit from "p-limit";
import type { Selector } from "../../api/events/selector.ts";
import { Faulted } from "../../core/fault.ts";
import type { Subject } from "../../core/triggers/selects.ts";
import type { Spoke } from "../../ports/index.ts";
import { clusterNameOf } from "../../shell/chargeIn.ts";
import type { Result } from "../../shell/result.ts";
import type { Scope } from "../../shell/shard.ts";
import { type Ports, type Sweep, sweep } from "../../shell/sweep.ts";
import { selected, type Selected } from "../../shell/triggerTargets.ts";

/**
 * One pass over what is selected in a cluster, as wakes for these resources would do it: a session cluster is looked after with the jobs on it,
 * a session job without its cluster.
 */
export async function selectedPass(selectors: readonly Selector[], spoke: Spoke, ports: Ports): Promise<Sweep> {
  try {
    const { cluster } = await spoke.connect();
    const lists = await Promise.all(selectors.map((selector) => selected(selector, spoke, cluster)));
    const limit = pLimit(spoke.limits.parallelism);
    const passes = withoutJobsOf(lists.flat()).map(({ subject }) => limit(() => passOver(subject, spoke, ports)));
    return { kind: "swept", spoke: spoke.name, results: (await Promise.all(passes)).flat() };
  } catch (error) {
    if (error instanceof Faulted) return { kind: "unreachable", spoke: spoke.name, fault: error.fault };
    throw error;
  }
}

type Named = Pick<Subject, "kind" | "namespace" | "name">;

/** One resource and what belongs to it. */
export function scopeOf({ kind, namespace, name }: Named, { labelSelector }: Spoke): Scope {
  const only = kind === "FlinkSessionJob" ? { sessionJob: name } : { name };
  return { namespaces: [namespace], ...only, labelSelector };
}

/** Each once: the jobs of a session cluster are part of its own pass. */
function withoutJobsOf(found: readonly Selected[]): readonly Selected[] {
  const byKey = new Map(found.map((one) => [keyOf(one.subject), one]));
  return [...byKey.values()].filter(({ subject: { kind, namespace }, object }) => {
    const name = kind === "FlinkSessionJob" ? clusterNameOf(object) : undefined;
    return name === undefined || !byKey.has(keyOf({ kind: "FlinkDeployment", namespace, name }));
  });
}

const keyOf = ({ kind, namespace, name }: Named): string => `${kind} ${namespace}/${name}`;

/** What cannot be looked at of one resource hides no other. */
async function passOver(of: Named, spoke: Spoke, ports: Ports): Promise<readonly Result[]> {
  const pass = await sweep(spoke, ports, scopeOf(of, spoke));
  if (pass.kind === "swept") return pass.results;
  const { kind, namespace, name } = of;
  const key = { ...(kind === "FlinkSessionJob" ? { kind } : {}), namespace, name };
  const { message: because } = new Faulted(pass.fault);
  return [{ ...key, wake: "on schedule", because, wrote: false, failure: { kind: "fault", fault: pass.fault } }];
}
