import { Faulted } from "../core/fault.ts";
import type { Due, Fleet, Queue, Spoke, Wake } from "../ports/index.ts";
import type { Scope } from "./shard.ts";
import { minutes } from "../core/time.ts";
import type { Result } from "./result.ts";
import { type Ports, sweep } from "./sweep.ts";

/** What answering a message needs. */
export interface LookPorts extends Ports {
  readonly fleet: Fleet;
  readonly queue: Queue;
}

/**
 * Answers one wake: a pass over what it names, then a wake for each resource that is on its way. Throws `Faulted` when the cluster
 * cannot be looked at, and what a run threw that is a bug: the message goes back to the queue, and the alarms see it.
 */
export async function look(wake: Wake, ports: LookPorts): Promise<void> {
  const spoke = (await ports.fleet.spokes()).find(({ name }) => name === wake.spoke);
  if (spoke === undefined) {
    ports.log.warn("Woken for a spoke that has left the fleet", { spoke: wake.spoke });
    return;
  }
  const scope = scopeOf(wake, spoke);
  if (scope === undefined) {
    ports.log.warn("Woken for a namespace that is not looked after", { spoke: wake.spoke });
    return;
  }
  const pass = await sweep(spoke, ports, scope);
  if (pass.kind === "unreachable") throw new Faulted(pass.fault);
  await ports.queue.send(pass.results.flatMap((result) => nextLook(result, wake)));
  const bugs = pass.results.flatMap(({ failure }) => (failure?.kind === "bug" ? [failure.error] : []));
  if (bugs.length > 0) throw new AggregateError(bugs, `${bugs.length} runs failed in ${spoke.name}`);
}

function nextLook(result: Result, { spoke, resource }: Wake): readonly Due[] {
  const { kind = "FlinkDeployment", namespace, name, wake: after } = result;
  if (after === "on schedule" || isForPasses(result, resource)) return [];
  return [{ wake: { spoke, resource: { kind, namespace, name } }, after }];
}

/**
 * A look that is due only after a while is asked for by passes: if every look that it brings about asked for the next one as well, there
 * would be more of them with every pass.
 */
const isForPasses = ({ kind, wake }: Result, resource: Wake["resource"]): boolean =>
  kind !== "FlinkStateSnapshot" && resource !== undefined && wake !== "on schedule" && wake > minutes(1);

/** `undefined` where it is not ours (any more): somebody else may look after it. */
function scopeOf({ resource, namespaces }: Wake, spoke: Spoke): Scope | undefined {
  const { labelSelector } = spoke;
  const asked = resource === undefined ? namespaces : [resource.namespace];
  if (asked === undefined) return { namespaces: spoke.namespaces, labelSelector };
  const ours = spoke.namespaces.length === 0 ? asked : asked.filter((one) => spoke.namespaces.includes(one));
  return ours.length === 0 ? undefined : { namespaces: ours, ...whichOf(resource), labelSelector };
}

function whichOf(resource: Wake["resource"]): Pick<Scope, "name" | "sessionJob" | "snapshot"> {
  if (resource?.kind === "FlinkStateSnapshot") return { snapshot: resource.name };
  return resource?.kind === "FlinkSessionJob" ? { sessionJob: resource.name } : { name: resource?.name };
}
