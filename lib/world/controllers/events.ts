import type { KubernetesObject } from "../../core/kubernetes.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { objectAt } from "../simulation/json.ts";

export interface Happening {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

/** Events as components of Kubernetes write them: the same one again raises its count. */
export class EventRecorder {
  readonly #api: ApiServer;
  readonly #time: Timeline;

  constructor(api: ApiServer, time: Timeline) {
    this.#api = api;
    this.#time = time;
  }

  record(about: KubernetesObject, { type, reason, message, component }: Happening): void {
    const { name, namespace, uid } = about.metadata;
    const eventName = `${name}.${hash(`${uid} ${reason} ${message}`)}`;
    const ref = { kind: "Event", namespace, name: eventName };
    const now = this.#time.timestamp();
    const before = this.#api.find(ref);
    if (before !== undefined) {
      const count = Number(objectAt({ before }, "before")["count"] ?? 1) + 1;
      this.#api.patch(ref, { type: "merge", body: { count, lastTimestamp: now } });
      return;
    }
    this.#api.create({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: eventName, namespace },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid },
      type,
      reason,
      message,
      source: { component },
      reportingComponent: component,
      reportingInstance: "",
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      eventTime: null,
    });
  }
}

/** 16 hex digits by which the same text is found again: FNV-1a of it from two starts. */
export function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x9dc5811c];
  for (let i = 0; i < text.length; i += 1) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
