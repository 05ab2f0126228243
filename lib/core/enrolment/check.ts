import type { Fault } from "../fault.ts";

/** The steps on the way from here to a Flink job, in their order. Not every way has each of them. */
export const steps = [
  "kubeconfig",
  "credentials",
  "role",
  "discovery",
  "cluster",
  "token",
  "network",
  "identity",
  "definitions",
  "rights",
  "proxy",
] as const;
export type Step = (typeof steps)[number];

/** What came of trying one step. Nothing in it is secret. */
export type Check = { readonly step: Step; readonly what: string } & (
  | { readonly kind: "passed"; readonly says: string }
  | { readonly kind: "failed"; readonly because: string; readonly cure: string }
  /** It could not be tried, or need not be. */
  | { readonly kind: "skipped"; readonly because: string }
);

/** A step before the API server is asked for anything. */
export interface WayStep {
  readonly step: Step;
  readonly what: string;
  /** Answers with what there is to say. Throws `Faulted`. */
  readonly take: () => Promise<string>;
}

export const reasonOf = (fault: Fault): string => ("because" in fault ? fault.because : "it is not there");
