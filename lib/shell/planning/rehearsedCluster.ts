import { Faulted } from "../../core/fault.ts";
import type { KubernetesObject, ObjectRef } from "../../core/kubernetes.ts";
import { part } from "../../core/objects/json.ts";
import { up } from "../../core/planning/wentWell.ts";
import { objectText, refOf, type WriteVerb } from "../../core/planning/write.ts";
import { merged, sameJson } from "../../core/triggers/json.ts";
import type { Cluster, Query } from "../../ports/index.ts";
import { goesWith } from "./goesWith.ts";
import type { RehearsedObjects } from "./rehearsedObjects.ts";

type Tell = (verb: WriteVerb, ref: ObjectRef, object: KubernetesObject | undefined) => void;
type Fields = Readonly<Record<string, unknown>>;

/** A cluster in which everything that is asked for is done at once, and nothing of it really. `tell` hears of each write but status and Events. */
export class RehearsedCluster implements Cluster {
  readonly #objects: RehearsedObjects;
  readonly #tell: Tell;

  constructor(objects: RehearsedObjects, tell: Tell) {
    this.#objects = objects;
    this.#tell = tell;
  }

  async list(query: Query): Promise<readonly KubernetesObject[]> {
    return await this.#objects.list(query);
  }

  async read(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    return ref.kind === "Event" ? undefined : await this.#objects.read(ref);
  }

  async create(object: KubernetesObject): Promise<KubernetesObject> {
    const ref = refOf(object);
    if ((await this.#objects.read(ref)) !== undefined) throw conflict(ref, "it is there already");
    const made = { ...object, metadata: { ...object.metadata, generation: 1 } };
    this.#tell("create", ref, object);
    return this.#objects.put(object.kind === "Deployment" ? up(made) : made);
  }

  async apply(object: KubernetesObject): Promise<KubernetesObject> {
    const ref = refOf(object);
    if (ref.kind === "Event") return object;
    const before = await this.#objects.read(ref);
    this.#tell("apply", ref, object);
    return this.#objects.put(laidOver(before, object));
  }

  async patch(ref: ObjectRef, patch: Fields): Promise<KubernetesObject> {
    const before = await this.#objects.read(ref);
    if (before === undefined) throw new Faulted({ kind: "missing", what: objectText(ref) });
    refuseMoved(ref, before, part(patch, "metadata"));
    const after = merged(before, patch) as KubernetesObject;
    this.#tell("patch", ref, after);
    const { deletionTimestamp, finalizers = [] } = after.metadata;
    if (deletionTimestamp !== undefined && finalizers.length === 0) {
      this.#objects.drop(ref);
      return after;
    }
    return this.#scaled(ref, before, after);
  }

  async writeStatus(read: KubernetesObject, status: Fields): Promise<KubernetesObject> {
    const ref = refOf(read);
    const before = await this.#objects.read(ref);
    if (before === undefined) throw new Faulted({ kind: "missing", what: objectText(ref) });
    if (sameJson(read["status"] ?? {}, status)) return read;
    refuseMoved(ref, before, read.metadata as unknown as Fields);
    return this.#objects.put({ ...before, status });
  }

  async remove(ref: ObjectRef): Promise<void> {
    if ((await this.#objects.read(ref)) === undefined) return;
    this.#tell("delete", ref, undefined);
    this.#objects.drop(ref);
    if (ref.kind === "Deployment") this.#objects.end(goesWith(ref));
  }

  #scaled(ref: ObjectRef, before: KubernetesObject, after: KubernetesObject): KubernetesObject {
    if (sameJson(before["spec"], after["spec"])) return this.#objects.put(after);
    const { generation = 1 } = before.metadata;
    const moved = { ...after, metadata: { ...after.metadata, generation: generation + 1 } };
    if (ref.kind !== "Deployment") return this.#objects.put(moved);
    if (part(moved, "spec")["replicas"] === 0) this.#objects.end((one) => one.kind === "Pod" && goesWith(ref)(one));
    return this.#objects.put(up(moved));
  }
}

/** What is wanted, as the very object that is there. What others have set in it stays theirs, and is not told. */
const laidOver = (before: KubernetesObject | undefined, wanted: KubernetesObject): KubernetesObject =>
  before === undefined
    ? wanted
    : { ...before, ...wanted, metadata: { ...before.metadata, ...wanted.metadata, uid: before.metadata.uid } };

function refuseMoved(ref: ObjectRef, before: KubernetesObject, { uid, resourceVersion }: Fields): void {
  const isOther = uid !== undefined && uid !== before.metadata.uid;
  const isMoved = resourceVersion !== undefined && resourceVersion !== before.metadata.resourceVersion;
  if (isOther || isMoved) throw conflict(ref, "it has changed since");
}

const conflict = (ref: ObjectRef, because: string): Faulted =>
  new Faulted({ kind: "conflict", what: objectText(ref), because });
