import type { Decided } from "../decisions/decisionRecord.ts";
import type { Fault } from "../fault.ts";
import type { KubernetesObject, ObjectRef } from "../kubernetes.ts";
import type { Write } from "./write.ts";

export interface Written {
  readonly ref: ObjectRef;
  /** As it is asked for last; `undefined`: deleted. */
  readonly object: KubernetesObject | undefined;
  /** What is there now. */
  readonly before: KubernetesObject | undefined;
}

/** A decision of a rehearsal, with what users keep secret. */
export type CourseDecision = Pick<Decided, "seen" | "circumstances" | "decision">;

/** What carrying out a change comes to for one resource, if all goes well: the course of a rehearsal. */
export interface Course {
  readonly kind: "FlinkDeployment" | "FlinkSessionJob";
  readonly namespace: string;
  readonly name: string;
  readonly writes: readonly Write[];
  readonly written: readonly Written[];
  readonly decisions: readonly CourseDecision[];
  /** Why nothing could be decided at the end. */
  readonly fault: Fault | undefined;
  /** Nothing more is expected to be done. */
  readonly settled: boolean;
  /** The resource as it is now, and in the end. */
  readonly before: KubernetesObject | undefined;
  readonly after: KubernetesObject | undefined;
  /** As it is with the manifest applied, and nothing done about it. */
  readonly wanted: KubernetesObject | undefined;
}
