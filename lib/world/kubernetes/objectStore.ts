import type { KubernetesObject } from "../../core/kubernetes.ts";
import { deepFreeze } from "../simulation/json.ts";
import { keyOf } from "./resourceTypes.ts";

export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KubernetesObject;
  /** What a selector has to look at to know whether a watcher has seen the object. */
  readonly before: KubernetesObject | undefined;
  readonly version: number;
}

/** How many changes a watch may lie behind before it gets 410. */
const historyLength = 20_000;

/** What etcd is to an API server: objects that are never changed but replaced, one counter of versions, and its history. */
export class ObjectStore {
  #version = 1;
  readonly #objects = new Map<string, Map<string, KubernetesObject>>();
  /** Forgotten when an object comes or goes. */
  readonly #sortedKeys = new Map<string, readonly string[]>();
  readonly #byUid = new Map<string, KubernetesObject>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #history: Change[] = [];

  get version(): number {
    return this.#version;
  }

  get(kind: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#objects.get(kind)?.get(`${namespace}/${name}`);
  }

  withUid(uid: string): KubernetesObject | undefined {
    return this.#byUid.get(uid);
  }

  /** In the order of namespace and name. */
  all(kind: string): readonly KubernetesObject[] {
    const objects = this.#objects.get(kind) ?? new Map<string, KubernetesObject>();
    const keys = this.#sortedKeys.get(kind) ?? [...objects.keys()].sort();
    this.#sortedKeys.set(kind, keys);
    return keys.flatMap((key) => objects.get(key) ?? []);
  }

  everything(): readonly KubernetesObject[] {
    return [...this.#byUid.values()];
  }

  put(object: KubernetesObject): KubernetesObject {
    const before = this.get(object.kind, object.metadata.namespace ?? "", object.metadata.name);
    const stored = this.#atNextVersion(object);
    const ofKind = this.#objects.get(object.kind) ?? new Map<string, KubernetesObject>();
    this.#objects.set(object.kind, ofKind.set(keyOf(stored), stored));
    if (stored.metadata.uid !== undefined) this.#byUid.set(stored.metadata.uid, stored);
    if (before === undefined) this.#sortedKeys.delete(object.kind);
    this.#tell({ type: before === undefined ? "ADDED" : "MODIFIED", object: stored, before, version: this.#version });
    return stored;
  }

  delete(object: KubernetesObject): void {
    if (this.#objects.get(object.kind)?.delete(keyOf(object)) !== true) return;
    this.#byUid.delete(object.metadata.uid ?? "");
    this.#sortedKeys.delete(object.kind);
    const last = this.#atNextVersion(object);
    this.#tell({ type: "DELETED", object: last, before: object, version: this.#version });
  }

  /** Called with every change, after it has happened. Returns what ends it. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes after a version; `undefined` when the history does not reach back that far. */
  changesSince(version: number): readonly Change[] | undefined {
    const oldest = this.#history[0]?.version ?? this.#version + 1;
    if (this.#history.length === historyLength && version < oldest - 1) return undefined;
    return this.#history.filter((change) => change.version > version);
  }

  #atNextVersion(object: KubernetesObject): KubernetesObject {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    return deepFreeze({ ...object, metadata });
  }

  #tell(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > historyLength) this.#history.shift();
    for (const listener of this.#listeners) listener(change);
  }
}
