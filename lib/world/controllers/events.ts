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

/** 16 hex digits by which the same event is found again (FNV-1a). */
export function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const character of text)
    value = BigInt.asUintN(64, (value ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return value.toString(16).padStart(16, "0");
}
