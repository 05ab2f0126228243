import { delays } from "../delays.ts";
import type { ApiServer } from "../kubernetes/apiServer.ts";
import type { Timeline } from "../simulation/timeline.ts";

/** Empties a namespace that is being deleted, and lets it go when nothing is left in it. */
export class NamespaceController {
  readonly #api: ApiServer;
  readonly #time: Timeline;

  constructor(api: ApiServer, time: Timeline) {
    this.#api = api;
    this.#time = time;
    api.store.subscribe(({ object }) => {
      const { name, deletionTimestamp } = object.metadata;
      if (object.kind === "Namespace" && deletionTimestamp !== undefined) this.#soon(name);
    });
  }

  #soon(name: string): void {
    this.#time.once(this, `namespace ${name}`, delays.controller, () => this.#empty(name));
  }

  #empty(name: string): void {
    const namespace = this.#api.find({ kind: "Namespace", name });
    if (namespace?.metadata.deletionTimestamp === undefined) return;
    const left = this.#api.store.everything().filter((object) => object.metadata.namespace === name);
    for (const { kind, metadata } of left)
      if (metadata.deletionTimestamp === undefined) this.#api.delete({ kind, namespace: name, name: metadata.name });
    if (left.length > 0) return this.#soon(name);
    const body = { spec: { finalizers: null } };
    this.#api.patch({ kind: "Namespace", name }, { type: "merge", body }, { manager: "kube-controller-manager" });
  }
}
