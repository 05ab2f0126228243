import { Faulted, type Fault } from "../../core/fault.ts";
import { json, kubernetesStatus, type KubernetesStatus } from "./answers.ts";
import type { Reply } from "./connection.ts";
import { shortened } from "../../core/shortened.ts";

export interface Asked {
  /** What the call was about: `Deployment ns/name`. */
  readonly what: string;
  /** What a 404 means that does not name an object: the kind is not served here. */
  readonly kind: string;
}

/** What an answer of the API server other than 2xx means. Keeps Kubernetes' own message, shortened, and nothing else of the body. */
export function replyFault(reply: Reply, asked: Asked): Faulted {
  const status = kubernetesStatus.safeParse(json(reply.text));
  return new Faulted(status.success ? statusFault(reply.status, status.data, asked) : plainFault(reply.status, asked));
}

/** The Status of an answer, when it is one. */
export function statusIn(reply: Reply): KubernetesStatus | undefined {
  return kubernetesStatus.safeParse(json(reply.text)).data;
}

function statusFault(code: number, status: KubernetesStatus, { what }: Asked): Fault {
  const because = shortened(status.message) || status.reason || `status ${code}`;
  if (code === 401 || code === 403) return { kind: "denied", what, because };
  if (code === 404) return { kind: "missing", what: missingFrom(status, what) };
  if (code === 409 || isStaleUid(code, status)) return { kind: "conflict", what, because };
  const rejected = !passes(code) || isRefusal(because);
  return { kind: rejected ? "rejected" : "unavailable", what, because };
}

/**
 * Answered by 500 although nothing was done and it will be said again: a server-side apply that does not fit the kind's schema, and
 * a write that an admission webhook has to see which does not answer, until somebody mends it.
 */
const isRefusal = (message: string): boolean =>
  /^(failed to create (typed patch object|manager for existing fields)|Internal error occurred: failed calling webhook)/.test(
    message,
  );

/** No Status: either the API server does not serve the path at all, or something else answered in its place. */
function plainFault(code: number, { what, kind }: Asked): Fault {
  if (code === 404) return { kind: "missing", what: kind };
  const because = `status ${code} without an explanation`;
  if (code === 401 || code === 403) return { kind: "denied", what, because };
  if (code === 409) return { kind: "conflict", what, because };
  return { kind: passes(code) ? "unavailable" : "rejected", what, because };
}

/** Redirects too: an API server sends none for what we ask, so that something else answered in its place. */
const passes = (code: number): boolean => code >= 500 || code === 429 || code === 408 || code === 410 || code < 400;

/** An immutable metadata.uid in a patch is refused as invalid: it is our precondition that failed. */
const isStaleUid = (code: number, status: KubernetesStatus): boolean =>
  code === 422 && (status.details?.causes ?? []).some(({ field }) => field === "metadata.uid");

/** A 404 for a write may be about the namespace instead of the object. */
const missingFrom = ({ details }: KubernetesStatus, what: string): string =>
  details?.kind === "namespaces" ? `namespace ${details.name ?? "of"} (for ${what})` : what;
