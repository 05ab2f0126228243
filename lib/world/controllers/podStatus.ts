import type { Container, Pod } from "../kubernetes/shapes.ts";
import { isObject, type JsonObject, listAt } from "../simulation/json.ts";
import { type Exit, mainContainer } from "./program.ts";

/** Where a pod is in its life. */
export type PodPhase =
  | { readonly kind: "creating" }
  | { readonly kind: "image"; readonly container: string; readonly reason: string; readonly message: string }
  | { readonly kind: "running"; readonly startedAt: string; readonly ready: boolean }
  | { readonly kind: "backingOff"; readonly message: string }
  | { readonly kind: "ended"; readonly startedAt: string; readonly exit: Exit };

export interface PodSeen {
  readonly pod: Pod;
  /** The status as it is, for the times in it. */
  readonly before: unknown;
  readonly phase: PodPhase;
  readonly podIP: string;
  readonly startTime: string;
  readonly restarts: number;
  readonly lastExit: (Exit & { readonly at: string }) | undefined;
  readonly now: string;
}

/** A pod's status as a kubelet reports it. */
export function podStatus(seen: PodSeen): JsonObject {
  const { pod, phase, podIP, startTime } = seen;
  const started = phase.kind === "running" || phase.kind === "backingOff" || phase.kind === "ended";
  const ready = phase.kind === "running" && phase.ready;
  return {
    phase: phaseName(phase),
    hostIP: "10.0.0.1",
    startTime,
    ...(phase.kind === "creating" ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    containerStatuses: pod.spec.containers.map((container) => containerStatus(seen, container)),
    ...(pod.spec.initContainers.length === 0 ? {} : { initContainerStatuses: initContainerStatuses(seen, started) }),
    conditions: conditions(seen, {
      PodScheduled: true,
      PodReadyToStartContainers: phase.kind !== "creating",
      Initialized: pod.spec.initContainers.length === 0 || started,
      ContainersReady: ready,
      Ready: ready,
    }),
  };
}

function phaseName(phase: PodPhase): string {
  if (phase.kind === "ended") return phase.exit.code === 0 ? "Succeeded" : "Failed";
  return phase.kind === "running" || phase.kind === "backingOff" ? "Running" : "Pending";
}

function containerStatus(seen: PodSeen, container: Container): JsonObject {
  const { pod, phase, restarts, lastExit } = seen;
  const isMain = container.name === mainContainer(pod)?.name;
  const ready = phase.kind === "running" && (phase.ready || !isMain);
  const last = isMain && lastExit !== undefined ? terminated(container, lastExit, lastExit.at) : undefined;
  return {
    name: container.name,
    image: container.image,
    imageID: "",
    ready,
    started: ready,
    restartCount: isMain ? restarts : 0,
    state: containerState(seen, container),
    lastState: last === undefined ? {} : { terminated: last },
  };
}

/** Init containers are over as soon as they start. */
function initContainerStatuses({ pod, phase, startTime }: PodSeen, started: boolean): readonly JsonObject[] {
  const over = { terminated: { exitCode: 0, reason: "Completed", startedAt: startTime, finishedAt: startTime } };
  return pod.spec.initContainers.map(({ name, image }) => {
    const broken = phase.kind === "image" && phase.container === name;
    const waiting = broken ? { reason: phase.reason, message: phase.message } : { reason: "PodInitializing" };
    return { name, image, imageID: "", ready: started, restartCount: 0, state: started ? over : { waiting } };
  });
}

function containerState({ pod, phase, startTime, now }: PodSeen, container: Container): JsonObject {
  const isMain = container.name === mainContainer(pod)?.name;
  switch (phase.kind) {
    case "creating":
      return { waiting: { reason: "ContainerCreating" } };
    case "image":
      return container.name === phase.container
        ? { waiting: { reason: phase.reason, message: phase.message } }
        : { waiting: { reason: "ContainerCreating" } };
    case "running":
      return { running: { startedAt: phase.startedAt } };
    case "backingOff":
      return isMain
        ? { waiting: { reason: "CrashLoopBackOff", message: phase.message } }
        : { running: { startedAt: startTime } };
    case "ended":
      return { terminated: terminated(container, phase.exit, now) };
  }
}

/** What the program wrote is shown only where the container asks for it; Flink's image writes no message of its own. */
function terminated(container: Container, exit: Exit, finishedAt: string): JsonObject {
  const shown = container.terminationMessagePolicy === "FallbackToLogsOnError" && exit.code !== 0;
  return {
    exitCode: exit.code,
    reason: exit.code === 0 ? "Completed" : "Error",
    finishedAt,
    ...(shown ? { message: exit.log } : {}),
  };
}

function conditions({ before, now }: PodSeen, current: Readonly<Record<string, boolean>>): readonly JsonObject[] {
  const known = listAt(before, "conditions").filter(isObject);
  return Object.entries(current).map(([type, holds]) => {
    const status = holds ? "True" : "False";
    const last = known.find((condition) => condition["type"] === type);
    const lastTransitionTime = last?.["status"] === status ? last["lastTransitionTime"] : now;
    return { type, status, lastProbeTime: null, lastTransitionTime };
  });
}
