import type { OperatorDefaults } from "../core/configuration/defaults.ts";
import type { WayStep } from "../core/enrolment/check.ts";
import type { KubernetesObject } from "../core/kubernetes.ts";
import type { Millis } from "../core/time.ts";
import type { Clock, Fleet, Ids, Images, Log, Recordings, Review, Spoke } from "../ports/index.ts";
import type { Terminal } from "./terminal.ts";

/** Which clusters: those of a fleet file, or contexts of a kubeconfig (the current one where none is named). */
export interface FleetSource {
  readonly fleet?: string | undefined;
  readonly kubeconfig: string;
  readonly context?: readonly string[] | undefined;
  readonly allContexts?: boolean | undefined;
}

export interface KnownFleet {
  readonly fleet: Fleet;
  /** What the fleet file says, over what we ship. */
  readonly defaults: OperatorDefaults;
  /** Whether images may be named by tag alone. */
  readonly allowTags: boolean;
}

/** A cluster that takes objects of any kind, also those that belong to no namespace. */
export interface Installation {
  readonly cluster: string;
  /** Server-side apply. Throws `Faulted`. */
  readonly apply: (object: KubernetesObject) => Promise<void>;
}

/** A cluster whose enrolment can be checked step by step. */
export interface Candidate {
  readonly spoke: Spoke;
  readonly access: "eks" | "kubeconfig";
  readonly way: readonly WayStep[];
  /** Throws `Faulted`, as a step of the way does. */
  readonly review: () => Promise<Review>;
}

/** A fleet in memory that answers on loopback as real API servers do, in a time of its own. */
export interface Simulation {
  /** YAML, with one context for each cluster. */
  readonly kubeconfig: string;
  readonly clock: Clock;
  /** Lets time pass there: nothing happens in between. */
  readonly advance: (by: Millis) => void;
  readonly close: () => Promise<void>;
}

/** All that commands need from outside; lib/cli/wiring.ts has the real ones, tests have their own. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Who sits here: the sender of the changes that are asked for. */
  readonly user: string;
  /** For what tags mean. */
  readonly images: Images;
  /** Where the log of the runs goes when the user asks for it. */
  readonly log: Log;
  /** Keeps decisions in this file, after what is there. Throws `Faulted` where it cannot be written. */
  readonly recorder: (file: string) => Recordings;
  /** Both throw `Faulted` for a file that is missing or wrong. */
  readonly fleet: (source: FleetSource) => Promise<KnownFleet>;
  readonly installations: (source: FleetSource) => Promise<readonly Installation[]>;
  readonly candidates: (source: FleetSource) => Promise<readonly Candidate[]>;
  readonly simulation: (clusters: readonly string[]) => Promise<Simulation>;
  /** Resolves earlier once the user has asked to stop. */
  readonly sleep: (time: Millis) => Promise<void>;
  readonly stopped: () => boolean;
}
