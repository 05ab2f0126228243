import type { KubernetesObject, ObjectMeta } from "../../core/kubernetes.ts";
import { copyJson, type JsonObject, objectAt, sameJson } from "../simulation/json.ts";
import type { SeededIds } from "../simulation/seededIds.ts";
import type { Timeline } from "../simulation/timeline.ts";
import { badRequest, conflict, invalid } from "./apiError.ts";
import { withDefaults } from "./defaults.ts";
import { definedVersion } from "./installedTypes.ts";
import { metadataOver } from "./objectMetadata.ts";
import type { ObjectStore } from "./objectStore.ts";
import type { ResourceType } from "./resourceTypes.ts";
import { addresses } from "./serviceAddresses.ts";
import { conformed } from "./structuralSchema.ts";
import { fieldErrors } from "./validation.ts";

/** Whether fields that a schema does not know are dropped in silence or refused, as `kubectl` asks for. */
export type FieldValidation = "Ignore" | "Strict";

/** Everything between what a client sends and what is stored: identity, defaults, schemas, validation, generation. */
export class Admission {
  readonly #store: ObjectStore;
  readonly #time: Timeline;
  readonly #ids: SeededIds;
  readonly #address = addresses();

  constructor(store: ObjectStore, time: Timeline, ids: SeededIds) {
    this.#store = store;
    this.#time = time;
    this.#ids = ids;
  }

  /** A new object, with the name that `generateName` asks for. */
  born(type: ResourceType, sent: KubernetesObject): KubernetesObject {
    const own: ObjectMeta = {
      name: sent.metadata.name === "" ? this.#generatedName(sent) : sent.metadata.name,
      uid: this.#ids.uuid(),
      creationTimestamp: this.#time.timestamp(),
      ...(type.hasStatus ? { generation: 1 } : {}),
    };
    const { status, ...rest } = sent;
    const kept = type.hasStatus || status === undefined ? rest : sent;
    return { ...kept, apiVersion: sent.apiVersion, kind: sent.kind, metadata: metadataOver(own, sent.metadata) };
  }

  /** An edit of the object itself: the server keeps its part of metadata, and status where that is written apart. */
  edited(type: ResourceType, current: KubernetesObject, sent: KubernetesObject): KubernetesObject {
    const { status: sentStatus, ...rest } = sent;
    const status = type.hasStatus ? current["status"] : sentStatus;
    const metadata = metadataOver(current.metadata, sent.metadata);
    const { apiVersion, kind } = sent;
    return { ...rest, apiVersion, kind, metadata, ...(status === undefined ? {} : { status }) };
  }

  /** Throws 422 for what is wrong, and 400 for unknown fields where those are refused. */
  checked(given: Given): KubernetesObject {
    const { type, object, before, fieldValidation } = given;
    const addressed = type.kind === "Service" ? this.#address(object, before) : object;
    const filled = withDefaults(type.kind, addressed);
    const { value, errors, unknown } = this.#conformed(type, filled);
    if (unknown.length > 0 && fieldValidation === "Strict") {
      const listed = unknown.map((field) => `unknown field "${field}"`).join(", ");
      throw badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: strict decoding error: ${listed}`,
      );
    }
    const { apiVersion, kind, metadata } = object;
    const clean = copyJson({ ...(value as JsonObject), apiVersion, kind, metadata });
    const wrong = [...errors, ...fieldErrors(type, clean, before)];
    if (wrong.length > 0) throw invalid(type, object.metadata.name, wrong);
    return clean;
  }

  /** Counts the changes of all but metadata and status. */
  withGeneration(type: ResourceType, current: KubernetesObject, next: KubernetesObject): KubernetesObject {
    const { generation = 1 } = current.metadata;
    if (!type.hasStatus || sameJson(desired(next), desired(current))) return next;
    return { ...next, metadata: { ...next.metadata, generation: generation + 1 } };
  }

  #conformed(type: ResourceType, object: JsonObject): ReturnType<typeof conformed> {
    if (!type.custom) return { value: object, errors: [], unknown: [] };
    const schema = objectAt(objectAt(definedVersion(this.#store, type), "schema"), "openAPIV3Schema");
    const { metadata: _, ...rest } = object;
    return conformed(schema, rest);
  }

  #generatedName({ metadata }: KubernetesObject): string {
    const prefix = (metadata as ObjectMeta & { readonly generateName?: unknown }).generateName;
    return typeof prefix === "string" ? `${prefix}${this.#ids.suffix()}` : "";
  }
}

export interface Given {
  readonly type: ResourceType;
  readonly object: KubernetesObject;
  readonly before: KubernetesObject | undefined;
  readonly fieldValidation: FieldValidation | undefined;
}

/** 409 when the sent object is of another version, or another object of the same name, than the one that is there. */
export function refuseStale(type: ResourceType, current: KubernetesObject, sent: KubernetesObject): void {
  const { resourceVersion, uid } = sent.metadata;
  if (resourceVersion !== undefined && resourceVersion !== current.metadata.resourceVersion)
    throw conflict(type, current.metadata.name);
  if (uid !== undefined) refuseOther(type, current, uid);
}

export function refuseOther(type: ResourceType, current: KubernetesObject, uid: string): void {
  if (uid === current.metadata.uid) return;
  const because = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`;
  throw conflict(type, current.metadata.name, because);
}

function desired(object: KubernetesObject): JsonObject {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}
