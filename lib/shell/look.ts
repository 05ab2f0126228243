import { Faulted } from "../core/fault.ts";
import type { Fleet, Queue, Spoke, Wake } from "../ports/index.ts";
import type { Scope } from "./shard.ts";
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
  const pass = await sweep(spoke, ports, scopeOf(wake, spoke));
  if (pass.kind === "unreachable") throw new Faulted(pass.fault);
  for (const result of pass.results) {
    const { namespace, name } = result;
    if (result.wake === "on schedule") continue;
    await ports.queue.send({ spoke: spoke.name, resource: { kind: "FlinkDeployment", namespace, name } }, result.wake);
  }
  const bugs = pass.results.flatMap(({ failure }) => (failure?.kind === "bug" ? [failure.error] : []));
  if (bugs.length > 0) throw new AggregateError(bugs, `${bugs.length} runs failed in ${spoke.name}`);
}

function scopeOf({ resource, namespace }: Wake, { labelSelector, namespaces }: Spoke): Scope {
  if (resource !== undefined) return { namespaces: [resource.namespace], name: resource.name, labelSelector };
  return { namespaces: namespace === undefined ? namespaces : [namespace], labelSelector };
}
