import * as z from "zod";
import type { RedeployRequested } from "../api/events/requests.ts";
import { requests, type RequestType } from "../api/events/requests.ts";
import type { Triggers } from "../api/fleet/triggers.ts";
import { checked, sentence } from "../api/problem.ts";
import { Faulted } from "../core/fault.ts";
import type { Action, Change, ChangeRequest, Refusal } from "../core/triggers/changeRequest.ts";
import { mayAsk } from "../core/triggers/mayAsk.ts";
import { pinned } from "../core/triggers/pinned.ts";
import type { Caller } from "../core/triggers/senders.ts";
import { type Instant, later, minutes, parsedInstant } from "../core/time.ts";
import type { Images } from "../ports/index.ts";

/** A request as it came, of somebody who is known to be the caller. */
export interface Asked {
  readonly type: RequestType;
  readonly detail: unknown;
  readonly caller: Caller;
  /** When it was sent, where that is known without what the detail says. */
  readonly at: Instant | undefined;
  /** For a detail without a change id, where the way that it came has one. */
  readonly id?: string | undefined;
}

export interface RequestPorts {
  readonly triggers: Triggers;
  readonly images: Images;
}

const loose = z.looseObject({ changeId: z.string().max(128).optional().catch(undefined) }).catch({});

/** Who may not ask is not told what would be right. Throws `Faulted` where a registry cannot be asked. */
export async function requestOf(asked: Asked, ports: RequestPorts): Promise<ChangeRequest | Refusal> {
  const action = actionOf(asked.type);
  const detail = { ...loose.parse(asked.detail) };
  const id = detail.changeId ?? asked.id;
  const permission = mayAsk(ports.triggers, asked.caller, action);
  if (permission.kind === "refused") return { ...permission, id, action };
  const { name: by, selector: allowed } = permission.sender;
  const refuse = (because: string): Refusal => ({ kind: "refused", id, action, by, because });
  const read = checked(requests[asked.type], id === undefined ? asked.detail : { ...detail, changeId: id });
  if (read.kind === "invalid") return refuse(`detail is not right: ${read.problems.map(sentence).join("; ")}`);
  const { changeId, selector, requestedAt, deadline } = read.value;
  const at = requestedAt === undefined ? asked.at : parsedInstant(requestedAt);
  if (at === undefined) return refuse("requestedAt is missing: nothing else that is signed says when it was asked for");
  const change = await withPinnedImage(
    changeOf(action, read.value),
    "digest" in read.value ? read.value.digest : undefined,
    ports,
  );
  if (change.kind === "refused") return refuse(change.because);
  const until = deadline === undefined ? later(at, minutes(60)) : parsedInstant(deadline);
  return { id: changeId, change, by, selector, allowed, requestedAt: at, deadline: until };
}

const actionOf = (type: RequestType): Action => type.slice(0, type.indexOf(".")) as Action;

function changeOf(kind: Action, value: Partial<RedeployRequested>): Change {
  if (kind !== "redeploy") return { kind };
  const { image, jarURI, args, flinkConfiguration } = value;
  return { kind, image, jarURI, args, flinkConfiguration };
}

/** An image by its digest, whatever its tag is to mean later. */
export async function withPinnedImage(
  change: Change,
  digest: string | undefined,
  { triggers, images }: RequestPorts,
): Promise<Change | { readonly kind: "refused"; readonly because: string }> {
  if (change.kind !== "redeploy" || change.image === undefined) return change;
  const found = pinned({ image: change.image, digest }, triggers);
  if (found.kind === "refused") return found;
  if (found.kind === "pinned") return { ...change, image: found.image };
  try {
    return { ...change, image: `${found.image}@${await images.digestOf(found.repository, found.tag)}` };
  } catch (error) {
    if (!(error instanceof Faulted) || error.fault.kind === "unavailable") throw error;
    return { kind: "refused", because: `image cannot be pinned to its digest: ${error.message}` };
  }
}
