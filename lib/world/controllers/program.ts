import type { Container, Pod } from "../kubernetes/shapes.ts";

export interface Exit {
  readonly code: number;
  /** The last lines that it wrote: what a container with FallbackToLogsOnError shows as its message. */
  readonly log: string;
}

/** What a program can tell the kubelet that runs it. */
export interface Host {
  /** The startup probe succeeds from now on. */
  ready(): void;
  exit(exit: Exit): void;
}

export interface Program {
  /** SIGKILL: it does nothing any more. */
  stop(): void;
}

/** What happens when a container starts. */
export type StartProgram = (pod: Pod, container: Container, host: Host) => Program;

/** The container that runs Flink; in any other pod simply the first. */
export const mainContainer = (of: Pod): Container | undefined =>
  of.spec.containers.find((container) => container.name === "flink-main-container") ?? of.spec.containers[0];
