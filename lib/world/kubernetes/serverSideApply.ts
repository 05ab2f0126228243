import type { KubernetesObject } from "../../core/kubernetes.ts";
import { type JsonObject, sameJson } from "../simulation/json.ts";
import { ApiError } from "./apiError.ts";
import { type FieldPath, fieldsOf, overlay, type Schema, withoutField } from "./fieldOwnership.ts";

/** Fields by the manager that owns them. An update's manager is kept apart from the same name's apply. */
export type Owners = ReadonlyMap<string, ReadonlySet<FieldPath>>;

export interface Applied {
  readonly object: JsonObject;
  readonly owners: Owners;
}

export interface Application {
  readonly schema: Schema;
  readonly manager: string;
  readonly force: boolean;
  readonly configuration: JsonObject;
}

/**
 * Server-side apply: what the manager sets is laid over the live object, and what it set the last time but no longer
 * does is removed, unless somebody else has come to own it.
 */
export function applyTo(live: KubernetesObject, owners: Owners, applying: Application): Applied {
  const { schema, configuration } = applying;
  const manager = `apply:${applying.manager}`;
  const wanted = fieldsOf(schema, configuration);
  const current = fieldsOf(schema, live);
  const contested = contestedFields(owners, manager, wanted, current);
  if (contested.length > 0 && !applying.force) throw applyConflict(contested);

  const lost = new Set(contested.map(({ field }) => field));
  const others = new Map(
    [...owners].filter(([name]) => name !== manager).map(([name, fields]) => [name, without(fields, lost)]),
  );
  const stillOwned = new Set([...others.values()].flatMap((fields) => [...fields]));
  const abandoned = [...(owners.get(manager) ?? [])].filter((field) => !wanted.has(field) && !stillOwned.has(field));
  // Outer fields first: an item of a list goes as a whole, unless others still have something in it.
  const removable = abandoned.filter((field) => !ownsInside(stillOwned, field) && !ownsInside(wanted.keys(), field));
  const trimmed = removable.reduce<unknown>((object, field) => withoutField(schema, object, field), live);
  const object = overlay(schema, trimmed, configuration) as JsonObject;
  return { object, owners: others.set(manager, new Set(wanted.keys())) };
}

/** Who changes a field by any other way comes to own it, and nobody else does any more. */
export function ownersAfterUpdate(
  owners: Owners,
  update: Omit<Application, "force" | "configuration"> & Changed,
): Owners {
  const before = fieldsOf(update.schema, update.before);
  const after = fieldsOf(update.schema, update.after);
  const changed = new Set([...after].filter(([field, value]) => !sameJson(value, before.get(field))).map(([f]) => f));
  const gone = new Set([...before.keys()].filter((field) => !after.has(field)));
  if (changed.size === 0 && gone.size === 0) return owners;
  const manager = `update:${update.manager}`;
  const kept = [...owners].map(([name, fields]) => [name, without(fields, new Set([...gone, ...changed]))] as const);
  const result = new Map<string, ReadonlySet<FieldPath>>(kept);
  return result.set(manager, new Set([...(result.get(manager) ?? []), ...changed]));
}

interface Changed {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

function without(fields: ReadonlySet<FieldPath>, lost: ReadonlySet<FieldPath>): ReadonlySet<FieldPath> {
  const kept = [...fields].filter((field) => !lost.has(field));
  return kept.length === fields.size ? fields : new Set(kept);
}

interface Contested {
  readonly field: FieldPath;
  readonly owner: string;
}

function contestedFields(
  owners: Owners,
  manager: string,
  wanted: ReadonlyMap<FieldPath, unknown>,
  current: ReadonlyMap<FieldPath, unknown>,
): readonly Contested[] {
  return [...owners].flatMap(([owner, fields]) =>
    owner === manager
      ? []
      : [...fields]
          .filter((field) => wanted.has(field) && differ(wanted.get(field), current.get(field)))
          .map((field) => ({ field, owner })),
  );
}

/** A map that is applied empty says nothing about what others have put into it. */
const differ = (wanted: unknown, current: unknown): boolean => !sameJson(wanted, {}) && !sameJson(wanted, current);

function applyConflict(contested: readonly Contested[]): ApiError {
  const causes = contested.map(({ field, owner }) => ({
    reason: "FieldManagerConflict",
    message: `conflict with "${owner.replace(/^\w+:/, "")}"`,
    field: readable(field),
  }));
  const [first] = causes;
  const message =
    causes.length === 1 && first !== undefined
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${causes.map((c) => `${c.message}: ${c.field}`).join("; ")}`;
  return new ApiError(409, "Conflict", message, { causes });
}

const readable = (field: FieldPath): string =>
  (JSON.parse(field) as readonly string[]).map((step) => (step.startsWith("[") ? step : `.${step}`)).join("");

const ownsInside = (fields: Iterable<FieldPath>, outer: FieldPath): boolean => {
  const prefix = `${outer.slice(0, -1)},`;
  for (const field of fields) if (field.startsWith(prefix)) return true;
  return false;
};
