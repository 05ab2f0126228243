import { Faulted } from "../core/fault.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Result } from "./result.ts";
import type { Ports } from "./sweep.ts";

export type Listing =
  | { readonly kind: "listed"; readonly objects: readonly KubernetesObject[] }
  | { readonly kind: "unlisted"; readonly results: readonly Result[] };

/**
 * A kind that others do not depend on: where it cannot be listed they are looked after all the same. It is not well then, and that is its
 * result; rights that were never granted are told by a warning alone. `undefined`: the API server does not know it.
 */
export async function listing(
  kind: NonNullable<Result["kind"]>,
  asked: Promise<readonly KubernetesObject[] | undefined>,
  { log }: Ports,
): Promise<Listing> {
  try {
    return { kind: "listed", objects: (await asked) ?? [] };
  } catch (error) {
    if (!(error instanceof Faulted)) throw error;
    const { fault, message } = error;
    log.warn("A kind cannot be looked at", { kind, fault: fault.kind, because: message });
    const failure = { kind: "fault", fault } as const;
    const result = {
      kind,
      namespace: "*",
      name: "*",
      wake: "on schedule",
      because: message,
      wrote: false,
      failure,
    } as const;
    return { kind: "unlisted", results: fault.kind === "denied" ? [] : [result] };
  }
}
