import type { KubernetesObject } from "../../../../lib/core/kubernetes.ts";
import { filled } from "../../../../lib/core/objects/json.ts";
import { type Instant, minutes, later, rfc3339 } from "../../../../lib/core/time.ts";
import { withDefaults } from "../../../../lib/world/kubernetes/defaults.ts";
import type { Schema } from "../../../../lib/world/kubernetes/fieldOwnership.ts";
import { managedFieldsOf } from "../../../../lib/world/kubernetes/managedFields.ts";
import { applyTo, type Owners, ownersAfterUpdate } from "../../../../lib/world/kubernetes/serverSideApply.ts";
import { copyJson, type JsonObject, sameJson } from "../../../../lib/world/simulation/json.ts";
import { started } from "./clusters.ts";

/** An object as it is stored, and who owns which field of it. */
export interface Live {
  readonly object: KubernetesObject;
  readonly owners: Owners;
  /** When each manager came by, by the same names as `owners`. */
  readonly times: Readonly<Record<string, Instant>>;
}

const ours = "flink-fleet";
export const schemaOf = ({ kind }: { readonly kind: string }): Schema => ({ kind, custom: false });

export function stored(object: KubernetesObject): KubernetesObject {
  const sent = { ...copyJson(object), metadata: filled({ ...object.metadata }) };
  return withDefaults(object.kind, sent) as unknown as KubernetesObject;
}

/** As flink-fleet makes it: Deployments by POST, all else by server-side apply. A webhook may change it on its way. */
export function born(wanted: KubernetesObject, webhook: (object: KubernetesObject) => KubernetesObject = same): Live {
  const sent = copyJson(wanted);
  const meta = { ...sent.metadata, uid: `uid-of-${sent.metadata.name}`, resourceVersion: "1", generation: 1 };
  const before = stored({ ...sent, metadata: meta });
  const schema = schemaOf(wanted);
  const isCreated = wanted.kind === "Deployment";
  const owners = isCreated
    ? ownersAfterUpdate(new Map(), { schema, manager: ours, before: {}, after: { ...before } })
    : applyTo(before, new Map(), { schema, manager: ours, force: true, configuration: { ...sent } }).owners;
  const key = isCreated ? `update:${ours}` : `apply:${ours}`;
  return { object: webhook(before), owners, times: { [key]: started } };
}

const same = (object: KubernetesObject): KubernetesObject => object;

/** When hand edits are made: half an hour after the start. */
export const edited = later(started, minutes(30));

/** After somebody has deleted it and made it anew. */
export function madeAnew(after: KubernetesObject, manager: string): Live {
  const object = stored(after);
  const owners = ownersAfterUpdate(new Map(), { schema: schemaOf(after), manager, before: {}, after: { ...object } });
  return { object, owners, times: { [`update:${manager}`]: edited } };
}

/** After somebody has made another object of it, as `kubectl` does; `scale` names the subresource. */
export function updated(live: Live, after: KubernetesObject, manager: string): Live {
  const { object, owners, times } = live;
  const next = generationOf(object, stored(after));
  const update = { schema: schemaOf(object), manager, before: { ...object }, after: { ...next } };
  return {
    object: next,
    owners: ownersAfterUpdate(owners, update),
    times: { ...times, [`update:${manager}`]: edited },
  };
}

/** After somebody has applied a part of it on the server, with force. */
export function applied(live: Live, configuration: JsonObject, manager: string): Live {
  const { object, owners, times } = live;
  const { apiVersion, kind, metadata } = object;
  const identity = { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace } };
  const body = {
    ...identity,
    ...configuration,
    metadata: { ...identity.metadata, ...(configuration["metadata"] as object) },
  };
  const after = applyTo(object, owners, { schema: schemaOf(object), manager, force: true, configuration: body });
  const next = generationOf(object, stored(after.object as unknown as KubernetesObject));
  return { object: next, owners: after.owners, times: { ...times, [`apply:${manager}`]: edited } };
}

function generationOf(before: KubernetesObject, after: KubernetesObject): KubernetesObject {
  const generation = (before.metadata.generation ?? 1) + (sameJson(before["spec"], after["spec"]) ? 0 : 1);
  return { ...after, metadata: { ...after.metadata, generation } };
}

/** What a GET of it answers: with `metadata.managedFields` in FieldsV1. */
export function read({ object, owners, times }: Live): KubernetesObject {
  const texts = [...owners.keys()].map((key) => [key, rfc3339(times[key] ?? started)] as const);
  const managedFields = managedFieldsOf(object, owners, new Map(texts));
  return copyJson({ ...object, metadata: { ...object.metadata, managedFields } });
}
