import pLimit from "p-limit";
import { Faulted } from "../core/fault.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest } from "../core/triggers/changeRequest.ts";
import { isMeant } from "../core/triggers/isMeant.ts";
import { selectorText, selects, type Subject } from "../core/triggers/selects.ts";
import { type Instant, millis } from "../core/time.ts";
import type { Log, Queue, Spoke } from "../ports/index.ts";
import { no, refused, told, type ToldPorts, whyNot } from "./triggerAnswer.ts";
import { changeResource, type ResourcePorts } from "./triggerResource.ts";
import { keyOf, selected, type Selected } from "./triggerTargets.ts";

export interface SpokePorts extends Omit<ResourcePorts, "cluster">, ToldPorts {
  readonly queue: Queue;
  readonly log: Log;
  /** No resource is begun after it. */
  readonly deadline: Instant;
}

/** Makes a change to what is selected in one spoke, and answers on the bus. Throws `Faulted` where the queue or the bus cannot be had. */
export async function triggerSpoke(
  request: ChangeRequest,
  spoke: Spoke,
  ports: SpokePorts,
): Promise<readonly Answer[]> {
  const answers = await changedIn(request, spoke, ports);
  const wakes = answers.flatMap((answer) => {
    if (answer.kind === "refused" || answer.result !== undefined) return [];
    const { kind, namespace, name } = answer.detail.resource;
    return [{ wake: { spoke: spoke.name, resource: { kind, namespace, name } }, after: millis(0) }];
  });
  if (wakes.length > 0) await ports.queue.send(wakes);
  return await told(answers, ports);
}

async function changedIn(request: ChangeRequest, spoke: Spoke, ports: SpokePorts): Promise<readonly Answer[]> {
  try {
    if (ports.clock.now() >= ports.deadline) throw late(spoke.name);
    const { cluster } = await spoke.connect();
    const found = await selected(request.selector, spoke, cluster);
    const meant = found.filter(({ object }) => isMeant(request.change, object["spec"]));
    const mine = meant.filter(({ subject }) => selects(request.allowed, subject));
    const limit = pLimit(spoke.limits.parallelism);
    const answers = await Promise.all(
      mine.map((one) => limit(() => inTime(request, one, { ...ports, cluster, charges: spoke.charges }))),
    );
    const theirs = meant.filter((one) => !mine.includes(one)).map(({ subject }) => subject);
    return [...answers, ...leftOut(request, spoke.name, theirs)];
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    ports.log.warn("Spoke cannot be changed", { spoke: spoke.name, change: request.id, because: error.message });
    return [refused(request, { spoke: spoke.name }, whyNot(error.fault))];
  }
}

async function inTime(
  request: ChangeRequest,
  one: Selected,
  ports: ResourcePorts & Pick<SpokePorts, "deadline">,
): Promise<Answer> {
  if (ports.clock.now() < ports.deadline) return await changeResource(request, one, ports);
  const { labels: _, ...where } = one.subject;
  return refused(request, where, whyNot(late(keyOf(one.subject)).fault));
}

const late = (what: string): Faulted =>
  new Faulted({ kind: "unavailable", what, because: "the time was over before it was its turn" });

const mostNamed = 5;

/** One answer for all of a cluster that the sender may not touch. */
function leftOut(request: ChangeRequest, spoke: string, theirs: readonly Subject[]): readonly Answer[] {
  if (theirs.length === 0) return [];
  const named = theirs.slice(0, mostNamed).map(keyOf).join(", ");
  const rest = theirs.length > mostNamed ? ` and ${theirs.length - mostNamed} more` : "";
  const because = `${request.by} may not touch ${named}${rest}: it may touch ${selectorText(request.allowed)}`;
  return [refused(request, { spoke }, no(because))];
}
