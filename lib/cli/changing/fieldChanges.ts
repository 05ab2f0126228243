import { isMap, sameJson } from "../../core/triggers/json.ts";

/** A field of spec, before and after. What is not there is undefined. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** What a merge patch changes in a spec, field by field. Values under names that may mean a secret are not shown. */
export function fieldChanges(
  spec: unknown,
  patch: unknown,
  path: readonly string[] = ["spec"],
): readonly FieldChange[] {
  if (isMap(patch)) {
    const before = isMap(spec) ? spec : {};
    return Object.entries(patch).flatMap(([key, value]) => fieldChanges(before[key], value, [...path, key]));
  }
  const to = patch ?? undefined;
  if (sameJson(spec, to)) return [];
  const isSecret = path.some((key) => secretive.test(key));
  return [{ field: textOf(path), from: isSecret ? hidden(spec) : spec, to: isSecret ? hidden(to) : to }];
}

const secretive = /secret|token|password|credential|key$/i;

const hidden = (value: unknown): string | undefined => (value === undefined ? undefined : "(not shown)");

const textOf = (path: readonly string[]): string =>
  path.reduce((text, key) => (/^[\w-]+$/.test(key) ? `${text}.${key}` : `${text}["${key}"]`));
