import type * as z from "zod";
import { carriedText, githubDeployment, githubDispatch, gitlabPipeline, httpRequest } from "../api/events/webhooks.ts";
import { type Checked, checked, sentence } from "../api/problem.ts";
import type { Proof } from "../core/triggers/webhooks/signature.ts";
import { type Instant, parsedInstant } from "../core/time.ts";
import type { Ids } from "../ports/index.ts";

/** What a delivery asks for. */
export type Wanted =
  | {
      readonly kind: "wanted";
      readonly type: string;
      readonly detail: unknown;
      readonly at: Instant | undefined;
      readonly id: string | undefined;
    }
  /** It is about something else. */
  | { readonly kind: "nothing" }
  | { readonly kind: "wrong"; readonly because: string };

interface Delivery {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly json: unknown;
  readonly now: Instant;
}

type Carried = z.output<typeof httpRequest>;

/** A body that is the request itself. One that was signed with its time has an id of it. */
export function directRequest({ json, body, now }: Delivery, ids: Ids, proof?: Proof): Wanted {
  const signedAt = proof?.kind === "signature" ? proof.signedAt : undefined;
  const id = signedAt === undefined ? undefined : `flink-fleet:${ids.digest(`${signedAt}.${body}`).slice(0, 32)}`;
  return wanted(checked(httpRequest, json), { at: signedAt ?? now, id });
}

/**
 * The body of GitHub is all that is signed, so the id of the change is of it and not of X-GitHub-Delivery, which whoever repeats a delivery
 * may choose anew. What GitHub delivers again has the same body.
 */
export function githubRequest({ headers, json, body }: Delivery, ids: Ids): Wanted {
  const id = `github:${ids.digest(body).slice(0, 32)}`;
  const event = headers["x-github-event"];
  if (event === "deployment") {
    const read = checked(githubDeployment, json);
    if (read.kind === "invalid") return wanted(read, { at: undefined, id });
    const { payload, created_at: at } = read.value.deployment;
    return wanted({ kind: "valid", value: payload }, { at: parsedInstant(at), id });
  }
  if (event !== "repository_dispatch") return { kind: "nothing" };
  const read = checked(githubDispatch, json);
  const carried = read.kind === "valid" ? { kind: read.kind, value: read.value.client_payload } : read;
  return wanted(carried, { at: undefined, id });
}

const variable = "FLINK_FLEET_REQUEST";

export function gitlabRequest(delivery: Delivery, ids: Ids, proof?: Proof): Wanted {
  const { json } = delivery;
  const { unique, at } = gitlabDelivery(delivery, proof);
  const id = `gitlab:${ids.digest(unique).slice(0, 32)}`;
  if (httpRequest.safeParse(json).success) return wanted(checked(httpRequest, json), { at, id });
  const pipeline = gitlabPipeline.safeParse(json).data?.object_attributes;
  const found = pipeline?.variables.find(({ key }) => key === variable);
  return found === undefined ? { kind: "nothing" } : wanted(checked(carriedText, found.value), { at, id });
}

/**
 * Of a signed delivery, what was signed. Without a signature whoever knows the token may say anything, so Idempotency-Key, which is the
 * same as the id, is as good as the body.
 */
const gitlabDelivery = ({ headers, body, now }: Delivery, proof: Proof | undefined) =>
  proof?.kind === "standard"
    ? { unique: proof.id, at: proof.signedAt }
    : { unique: headers["idempotency-key"] ?? body, at: now };

interface Known {
  readonly at: Instant | undefined;
  readonly id: string | undefined;
}

function wanted(read: Checked<Carried>, known: Known): Wanted {
  if (read.kind === "invalid") return { kind: "wrong", because: read.problems.map(sentence).join("; ") };
  const { type, detail } = read.value;
  return { kind: "wanted", type, detail, ...known };
}
