import type { ChangeAccepted, ChangeRefused } from "../api/events/answers.ts";
import { type Fault, Faulted } from "../core/fault.ts";
import type { Answer } from "../core/triggers/answer.ts";
import type { ChangeRequest, Refusal } from "../core/triggers/changeRequest.ts";
import type { Known } from "../core/triggers/notes.ts";
import type { Instant } from "../core/time.ts";
import type { Bus, BusEvent, Clock } from "../ports/index.ts";

type Resource = ChangeAccepted["resource"];
type Where = ChangeRefused["resource"];

export function accepted({ id, change, by }: ChangeRequest, resource: Resource, { note, done }: Known): Answer {
  const { from, to, deadline } = note ?? {};
  const detail = {
    version: 1 as const,
    changeId: id,
    action: note?.action ?? change.kind,
    by: note?.by ?? by,
    resource,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(deadline === undefined ? {} : { deadline }),
  };
  return { kind: "accepted", detail, ...(done === undefined ? {} : { result: done.result }) };
}

/** Most faults are of the hour: the same may be sent again. */
export const whyNot = (fault: Fault): Why => ({
  because: new Faulted(fault).message,
  retryable: fault.kind !== "rejected",
});

export const no = (because: string): Why => ({ because, retryable: false });

interface Why {
  readonly because: string;
  readonly retryable: boolean;
}

export function refused({ id, change, by }: ChangeRequest, resource: Where, { because, retryable }: Why): Answer {
  const detail = { version: 1 as const, changeId: id, action: change.kind, by, because, retryable };
  return { kind: "refused", detail: { ...detail, ...(resource === undefined ? {} : { resource }) } };
}

/** Of a whole request. */
export function refusedOutright({ id, action, by, because }: Refusal): Answer {
  const known = {
    ...(id === undefined ? {} : { changeId: id }),
    ...(action === undefined ? {} : { action }),
    ...(by === undefined ? {} : { by }),
  };
  return { kind: "refused", detail: { version: 1, ...known, because, retryable: false } };
}

function busEvent({ kind, detail }: Answer, at: Instant): BusEvent {
  const resource: ChangeRefused["resource"] = detail.resource;
  const { spoke, namespace, kind: of, name } = resource ?? {};
  const path = [spoke, namespace, of, name].filter((part) => part !== undefined).join("/");
  return { type: `change.${kind}`, at, resources: path === "" ? [] : [path], detail };
}

export interface ToldPorts {
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Says them on the bus. Throws `Faulted`. */
export async function told(answers: readonly Answer[], { bus, clock }: ToldPorts): Promise<readonly Answer[]> {
  if (answers.length > 0) await bus.put(answers.map((answer) => busEvent(answer, clock.now())));
  return answers;
}
