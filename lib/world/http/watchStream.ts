import type { KubernetesObject } from "../../core/kubernetes.ts";
import { expired } from "../kubernetes/listing.ts";
import type { Change, ObjectStore } from "../kubernetes/objectStore.ts";
import { fieldSelector, labelSelector, type Selector } from "../kubernetes/selectors.ts";
import { apiVersionOf, type ResourceType } from "../kubernetes/resourceTypes.ts";

export interface WatchOptions {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly query: URLSearchParams;
  /** The object as the client wants to see it. */
  readonly shown: (object: KubernetesObject) => unknown;
}

/** One JSON object a line for every change that concerns the watcher, until it goes or its time is up. */
export function watchStream(store: ObjectStore, options: WatchOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  return new ReadableStream({
    start: (controller) => {
      const send = (type: string, object: unknown): void =>
        controller.enqueue(encoder.encode(`${JSON.stringify({ type, object })}\n`));
      stop = begin(store, options, send, () => {
        stop();
        controller.close();
      });
    },
    cancel: () => stop(),
  });
}

type Send = (type: string, object: unknown) => void;

/** Sends what has happened already and then what happens; returns what ends it. */
function begin(store: ObjectStore, options: WatchOptions, send: Send, close: () => void): () => void {
  const concerns = selectorOf(options);
  const tell = (change: Change): void => {
    const type = eventFor(change, options.type, concerns);
    if (type !== undefined) send(type, options.shown(change.object));
  };
  const since = Number(options.query.get("resourceVersion") ?? 0);
  const initial = options.query.get("sendInitialEvents") === "true";
  if (since !== 0 && !initial) tellMissed(store, since, tell, send);
  else for (const object of store.all(options.type.kind)) if (concerns(object)) send("ADDED", options.shown(object));
  if (initial) send("BOOKMARK", initialEventsEnd(store, options.type));
  const unsubscribe = store.subscribe(tell);
  const ending = setTimeout(close, Number(options.query.get("timeoutSeconds") ?? 3600) * 1000);
  ending.unref();
  return () => {
    unsubscribe();
    clearTimeout(ending);
  };
}

function tellMissed(store: ObjectStore, since: number, tell: (change: Change) => void, send: Send): void {
  const missed = store.changesSince(since);
  if (missed === undefined) send("ERROR", expired(since).status());
  for (const change of missed ?? []) tell(change);
}

function selectorOf({ namespace, query }: WatchOptions): Selector {
  const labels = labelSelector(query.get("labelSelector") ?? undefined);
  const fields = fieldSelector(query.get("fieldSelector") ?? undefined);
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && labels(object) && fields(object);
}

/** To a watcher with a selector, what comes to match is new and what no longer does is gone. */
function eventFor(change: Change, type: ResourceType, concerns: Selector): Change["type"] | undefined {
  if (change.object.kind !== type.kind) return undefined;
  const before = change.before !== undefined && concerns(change.before);
  const after = change.type !== "DELETED" && concerns(change.object);
  if (before && after) return "MODIFIED";
  if (after) return "ADDED";
  return before ? "DELETED" : undefined;
}

/** Tells the client that it knows all that was there at the start. */
function initialEventsEnd(store: ObjectStore, type: ResourceType): object {
  const annotations = { "k8s.io/initial-events-end": "true" };
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata: { resourceVersion: String(store.version), annotations },
  };
}
