import { sortedJson } from "../lifecycle/spec/sortedJson.ts";

/** A field in which a decision is not what was recorded; `undefined` where it is not there. */
export interface Difference {
  /** `plan.intent.restoreFrom.path`, `passed[3]` */
  readonly field: string;
  readonly recorded: unknown;
  readonly decided: unknown;
}

/** Field by field, as JSON: a field that is `undefined` is not there. */
export function differencesBetween(recorded: unknown, decided: unknown, field = ""): readonly Difference[] {
  if (sortedJson(recorded) === sortedJson(decided)) return [];
  const [before, after] = [partsOf(recorded), partsOf(decided)];
  if (before === undefined || after === undefined || Array.isArray(recorded) !== Array.isArray(decided))
    return [{ field, recorded, decided }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differencesBetween(before[name], after[name], nested(field, name, Array.isArray(recorded))),
  );
}

type Parts = Readonly<Record<string, unknown>>;

const partsOf = (value: unknown): Parts | undefined =>
  typeof value === "object" && value !== null ? (value as Parts) : undefined;

function nested(field: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${field}[${name}]`;
  return field === "" ? name : `${field}.${name}`;
}
