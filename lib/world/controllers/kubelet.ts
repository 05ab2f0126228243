import type { KubernetesObject } from "../../core/kubernetes.ts";
import { delays } from "../delays.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import { podOf } from "../kubernetes/shapes.ts";
import type { Timeline } from "../simulation/timeline.ts";
import type { EventRecorder } from "./events.ts";
import { PodWorker } from "./podWorker.ts";
import type { StartProgram } from "./program.ts";

export interface KubeletParts {
  readonly api: ApiServer;
  readonly time: Timeline;
  readonly events: EventRecorder;
  readonly start: StartProgram;
}

/** The scheduler and the one node of a cluster: every pod gets a place, an address and a worker that runs it. */
export class Kubelet {
  readonly #parts: KubeletParts;
  readonly #workers = new Map<string, PodWorker>();
  #addresses = 0;

  constructor(parts: KubeletParts) {
    this.#parts = parts;
    parts.api.store.subscribe(({ type, object }) => {
      if (object.kind !== "Pod") return;
      const uid = object.metadata.uid ?? "";
      if (type === "ADDED") parts.time.after(delays.scheduling, () => this.#bind(uid));
      if (type === "DELETED") this.#forget(uid);
      if (type === "MODIFIED" && object.metadata.deletionTimestamp !== undefined) this.#terminate(uid);
    });
  }

  /** The main process of a pod dies; the pod starts it again. */
  killProcess(uid: string): void {
    this.#workers.get(uid)?.kill();
  }

  #bind(uid: string): void {
    const { api, events } = this.#parts;
    const object = api.store.withUid(uid);
    if (object === undefined) return;
    const ref = { kind: "Pod", namespace: object.metadata.namespace, name: object.metadata.name };
    const bound = api.patch(ref, { type: "merge", body: { spec: { nodeName } } }, { manager: "kube-scheduler" });
    events.record(bound, {
      type: "Normal",
      reason: "Scheduled",
      message: `Successfully assigned ${ref.namespace}/${ref.name} to ${nodeName}`,
      component: "default-scheduler",
    });
    this.#addresses += 1;
    const podIP = `10.244.${this.#addresses >>> 8}.${this.#addresses & 255}`;
    const worker = new PodWorker({ ...this.#parts, pod: podOf(bound), podIP, object: bound });
    this.#workers.set(uid, worker);
    worker.begin();
  }

  #terminate(uid: string): void {
    const { api, time } = this.#parts;
    if (!this.#workers.has(uid)) return;
    time.once(this, `terminate ${uid}`, delays.containerStop, () => {
      this.#forget(uid);
      const object = api.store.withUid(uid);
      if (object !== undefined) api.delete(refTo(object), { gracePeriodSeconds: 0 });
    });
  }

  #forget(uid: string): void {
    this.#workers.get(uid)?.stop();
    this.#workers.delete(uid);
  }
}

const nodeName = "node-1";

const refTo = (object: KubernetesObject): { kind: string; namespace: string | undefined; name: string } => ({
  kind: object.kind,
  namespace: object.metadata.namespace,
  name: object.metadata.name,
});
