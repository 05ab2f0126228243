/** Everything an adapter may report, already stripped of bodies, headers, tokens and request ids. */
export type Fault =
  /** Somebody else was there first: the resourceVersion moved, or the name is taken. */
  | { readonly kind: "conflict"; readonly what: string; readonly because: string }
  /** The other side answered that it is not there: a 404 of the system that was asked, never a guess. */
  | { readonly kind: "missing"; readonly what: string }
  /** We could not look: no connection, a timeout, 429, or a 5xx. Says nothing about what is there. */
  | { readonly kind: "unavailable"; readonly what: string; readonly because: string }
  /** 401 or 403: our credentials or rights. */
  | { readonly kind: "denied"; readonly what: string; readonly because: string }
  /** 400, 422 and the like: the same request will fail again. */
  | { readonly kind: "rejected"; readonly what: string; readonly because: string };

/** Thrown by adapters and by the simulated world; carries nothing but the fault (and the original as `cause`). */
export class Faulted extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, options?: ErrorOptions) {
    super("because" in fault ? `${fault.what}: ${fault.because}` : `${fault.what}: not found`, options);
    this.name = "Faulted";
    this.fault = fault;
  }
}
