import { Faulted } from "../core/fault.ts";
import type { Due, Fleet, Looks, Queue, Spoke, Wake } from "../ports/index.ts";
import type { Scope } from "./shard.ts";
import { isIn } from "../core/sweeping/shards.ts";
import { asksAgain } from "../core/sweeping/asksAgain.ts";
import { instant, type Millis } from "../core/time.ts";
import { noteFailed, noteGood } from "./noteLook.ts";
import type { Result } from "./result.ts";
import { hashOf, split } from "./split.ts";
import { passOver, type Ports, reached, type Unreachable } from "./sweep.ts";

/** What answering a message needs. */
export interface LookPorts extends Ports {
  readonly fleet: Fleet;
  readonly queue: Queue;
  /** Where looks are noted; without it the caller sees what could not be looked at. */
  readonly looks?: Looks | undefined;
  /** By then the schedule has asked for another look: until then looks ask for one another. Absent: there is no schedule. */
  readonly sweepWithin?: Millis | undefined;
}

/**
 * Answers one wake: a pass over what it names, then a wake for each resource that is on its way; a spoke that is too large for one pass is
 * asked for in shards instead. Throws what a run threw that is a bug: the message goes back to the queue, and the alarms see it. A spoke that
 * cannot be looked at is noted, and asked for again by the schedule; `Faulted` where nothing is noted.
 */
export async function look(wake: Wake, ports: LookPorts): Promise<void> {
  const spoke = (await ports.fleet.spokes()).find(({ name }) => name === wake.spoke);
  if (spoke === undefined) {
    ports.log.warn("Woken for a spoke that has left the fleet", { spoke: wake.spoke });
    return;
  }
  const scope = scopeOf(wake, spoke, ports);
  if (scope === undefined) {
    ports.log.warn("Woken for a namespace that is not looked after", { spoke: wake.spoke });
    return;
  }
  const done = await reached(spoke, ports, scope, async (shard) => {
    const parts = isWhole(wake) ? await split(wake, shard, ports.ids) : undefined;
    return parts === undefined ? passOver(shard, spoke, ports) : ({ kind: "split", parts } as const);
  });
  if (done.kind === "split") return ports.queue.send(done.parts);
  if (done.kind === "unreachable") return unreachable(wake, done, ports);
  if (ports.looks !== undefined && wake.resource === undefined) {
    await noteGood(wake, done.results, { ...ports, looks: ports.looks });
  }
  await ports.queue.send(done.results.flatMap((result) => nextLook(result, wake, ports)));
  const bugs = done.results.flatMap(({ failure }) => (failure?.kind === "bug" ? [failure.error] : []));
  if (bugs.length > 0) throw new AggregateError(bugs, `${bugs.length} runs failed in ${spoke.name}`);
}

const isWhole = ({ namespaces, resource }: Wake): boolean => namespaces === undefined && resource === undefined;

async function unreachable(wake: Wake, { fault }: Unreachable, ports: LookPorts): Promise<void> {
  if (ports.looks === undefined) throw new Faulted(fault);
  // A wake that is lost costs one interval; tried again and again it would be one of many calls to a spoke that is in trouble.
  if (wake.resource !== undefined) return;
  await noteFailed(wake, fault, { ...ports, looks: ports.looks });
}

function nextLook(result: Result, wake: Wake, { clock, sweepWithin }: LookPorts): readonly Due[] {
  const { kind = "FlinkDeployment", namespace, name, wake: after } = result;
  if (after === "on schedule") return [];
  const now = clock.now();
  const first = wake.since === undefined ? now : instant(wake.since);
  if (!asksAgain({ first, after, sweepWithin }, now)) return [];
  return [{ wake: { spoke: wake.spoke, resource: { kind, namespace, name }, since: first }, after }];
}

/** `undefined` where it is not ours (any more): somebody else may look after it. */
function scopeOf({ resource, namespaces, part }: Wake, spoke: Spoke, { ids }: LookPorts): Scope | undefined {
  const { labelSelector } = spoke;
  const asked = resource === undefined ? namespaces : [resource.namespace];
  if (asked === undefined) return { namespaces: spoke.namespaces, labelSelector };
  const ours = spoke.namespaces.length === 0 ? asked : asked.filter((one) => spoke.namespaces.includes(one));
  if (ours.length === 0) return undefined;
  const isOurs = part === undefined ? undefined : (name: string) => isIn(name, part, hashOf(ids));
  return { namespaces: ours, ...whichOf(resource), labelSelector, isOurs };
}

function whichOf(resource: Wake["resource"]): Pick<Scope, "name" | "sessionJob" | "snapshot"> {
  if (resource?.kind === "FlinkStateSnapshot") return { snapshot: resource.name };
  return resource?.kind === "FlinkSessionJob" ? { sessionJob: resource.name } : { name: resource?.name };
}
