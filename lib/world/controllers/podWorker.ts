import type { KubernetesObject } from "../../core/kubernetes.ts";
import { type Millis, millis } from "../../core/time.ts";
import { delays } from "../delays.ts";
import type { Pod } from "../kubernetes/shapes.ts";
import type { KubeletParts } from "./kubelet.ts";
import { missingVolume } from "./missingVolume.ts";
import { podStatus, type PodPhase } from "./podStatus.ts";
import { type Exit, type Host, mainContainer, type Program } from "./program.ts";

export interface PodWorkerParts extends KubeletParts {
  readonly pod: Pod;
  readonly object: KubernetesObject;
  readonly podIP: string;
}

/** Takes one pod through its life: volumes, images, containers, and again when its main container exits. */
export class PodWorker {
  readonly #parts: PodWorkerParts;
  readonly #startTime: string;
  #phase: PodPhase = { kind: "creating" };
  #restarts = 0;
  #lastExit: (Exit & { readonly at: string }) | undefined;
  #program: Program | undefined;
  #host: Host | undefined;
  #stopped = false;

  constructor(parts: PodWorkerParts) {
    this.#parts = parts;
    this.#startTime = parts.time.timestamp();
  }

  begin(): void {
    this.#show({ kind: "creating" });
    this.#mount();
  }

  stop(): void {
    this.#stopped = true;
    this.#program?.stop();
  }

  /** SIGKILL to the main process, as for lack of memory. */
  kill(): void {
    this.#host?.exit({ code: 137, log: "" });
  }

  #mount(): void {
    const missing = missingVolume(this.#parts.api, this.#parts.pod);
    if (missing === undefined) return this.#later(delays.imagePull, () => this.#pull());
    this.#warn("FailedMount", missing);
    this.#later(delays.mountRetry, () => this.#mount());
  }

  #pull(): void {
    const { pod } = this.#parts;
    const broken = [...pod.spec.initContainers, ...pod.spec.containers].find(({ image }) => isMissing(image));
    if (broken === undefined) return this.#later(delays.containerStart, () => this.#start());
    const { image, name } = broken;
    const because = `failed to pull and unpack image "${image}": ${image}: not found`;
    this.#warn("Failed", `Failed to pull image "${image}": ${because}`);
    this.#show({ kind: "image", container: name, reason: "ErrImagePull", message: because });
    this.#later(delays.imagePullBackOff, () => {
      const message = `Back-off pulling image "${image}": ErrImagePull: ${because}`;
      this.#show({ kind: "image", container: name, reason: "ImagePullBackOff", message });
    });
  }

  #start(): void {
    const { pod, podIP, start, time } = this.#parts;
    const main = mainContainer(pod);
    if (main === undefined) return;
    const startedAt = time.timestamp();
    this.#show({ kind: "running", startedAt, ready: false });
    let current = true;
    const running = { ...pod, status: { ...pod.status, podIP } };
    this.#host = {
      ready: () => {
        if (current && !this.#stopped) this.#show({ kind: "running", startedAt, ready: true });
      },
      exit: (exit) => {
        if (current && !this.#stopped) this.#exited(exit, startedAt);
        current = false;
      },
    };
    this.#program = start(running, main, this.#host);
  }

  #exited(exit: Exit, startedAt: string): void {
    const { pod, time } = this.#parts;
    const main = mainContainer(pod);
    this.#program?.stop();
    if (pod.spec.restartPolicy === "Never") return this.#show({ kind: "ended", startedAt, exit });
    this.#lastExit = { ...exit, at: time.timestamp() };
    const wait = millis(Math.min(delays.crashBackOff * 2 ** this.#restarts, delays.longestCrashBackOff));
    const uid = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    const message = `back-off ${wait / 1000}s restarting failed container=${main?.name} pod=${uid}`;
    this.#warn("BackOff", `Back-off restarting failed container ${main?.name} in pod ${uid}`);
    this.#show({ kind: "backingOff", message });
    this.#later(wait, () => {
      this.#restarts += 1;
      this.#start();
    });
  }

  #later(delay: Millis, act: () => void): void {
    this.#parts.time.after(delay, () => {
      if (!this.#stopped) act();
    });
  }

  #show(phase: PodPhase): void {
    this.#phase = phase;
    const { api, pod, podIP, time } = this.#parts;
    const { namespace, name, uid } = pod.metadata;
    const current = api.store.withUid(uid);
    if (current === undefined) return;
    const status = podStatus({
      pod,
      before: current["status"],
      phase: this.#phase,
      podIP,
      startTime: this.#startTime,
      restarts: this.#restarts,
      lastExit: this.#lastExit,
      now: time.timestamp(),
    });
    const body = { status };
    api.patch({ kind: "Pod", namespace, name }, { type: "merge", body }, { manager: "kubelet", subresource: "status" });
  }

  #warn(reason: string, message: string): void {
    this.#parts.events.record(this.#parts.object, { type: "Warning", reason, message, component: "kubelet" });
  }
}

/** No registry has images of such a name. */
const isMissing = (image: string): boolean => image.includes("does-not-exist");
