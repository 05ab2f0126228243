import type { KubernetesObject, ObjectRef } from "../../core/kubernetes.ts";
import { meets } from "../../core/labelTests.ts";
import { laterVersion } from "../../core/planning/later.ts";
import { objectText, refOf } from "../../core/planning/write.ts";
import type { Cluster, Query } from "../../ports/index.ts";

/** The objects of a cluster as they would be: what is there, each read once, under what was put and dropped in the rehearsal. */
export class RehearsedObjects {
  readonly #real: Cluster;
  readonly #lists = new Map<string, Promise<readonly KubernetesObject[]>>();
  readonly #reads = new Map<string, Promise<KubernetesObject | undefined>>();
  readonly #changed = new Map<string, KubernetesObject | undefined>();
  readonly #ended: ((object: KubernetesObject) => boolean)[] = [];
  #version = 0;

  /** `real` is only read from. */
  constructor(real: Cluster) {
    this.#real = real;
  }

  /** Counts what was put: as long as it stays nothing has changed. */
  get version(): number {
    return this.#version;
  }

  async list(query: Query): Promise<readonly KubernetesObject[]> {
    const found = await this.#listed(query);
    const kept = found.filter((object) => !this.#changed.has(keyOf(object)) && !this.#hasEnded(object));
    const put = [...this.#changed.values()].filter((object) => object !== undefined);
    return [...kept, ...put.filter((object) => isOf(object, query))];
  }

  async read(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const key = objectText(ref);
    if (this.#changed.has(key)) return this.#changed.get(key);
    const found = await this.original(ref);
    return found === undefined || this.#hasEnded(found) ? undefined : found;
  }

  /** What is really there. */
  original(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const key = objectText(ref);
    const read = this.#reads.get(key) ?? this.#real.read(ref);
    this.#reads.set(key, read);
    return read;
  }

  put(object: KubernetesObject): KubernetesObject {
    const key = objectText(refOf(object));
    this.#version += 1;
    const { uid = laterVersion(this.#version) } = object.metadata;
    const metadata = { ...object.metadata, uid, resourceVersion: laterVersion(this.#version) };
    const put = { ...object, metadata };
    this.#changed.set(key, put);
    return put;
  }

  drop(ref: ObjectRef): void {
    this.#version += 1;
    this.#changed.set(objectText(ref), undefined);
  }

  /** What is there of these goes, with what it belongs to. */
  end(which: (object: KubernetesObject) => boolean): void {
    this.#ended.push(which);
  }

  #hasEnded(object: KubernetesObject): boolean {
    return this.#ended.some((which) => which(object));
  }

  #listed(query: Query): Promise<readonly KubernetesObject[]> {
    const key = [query.kind, query.namespace, query.name, query.labels].join(" ");
    const listed = this.#lists.get(key) ?? this.#listedNow(query);
    this.#lists.set(key, listed);
    return listed;
  }

  /** What a list tells of an object need not be read again. */
  async #listedNow(query: Query): Promise<readonly KubernetesObject[]> {
    const listed = await this.#real.list(query);
    for (const object of listed) {
      const key = keyOf(object);
      if (!this.#reads.has(key)) this.#reads.set(key, Promise.resolve(object));
    }
    return await Promise.all(listed.map(async (object) => (await this.#reads.get(keyOf(object))) ?? object));
  }
}

const keyOf = (object: KubernetesObject): string => objectText(refOf(object));

function isOf({ kind, metadata }: KubernetesObject, query: Query): boolean {
  if (kind !== query.kind || (query.namespace !== undefined && metadata.namespace !== query.namespace)) return false;
  return (query.name === undefined || metadata.name === query.name) && meets(metadata.labels ?? {}, query.labels);
}
