import type * as z from "zod";
import { requirement } from "./requirement.ts";

/** One thing that is wrong with something that was read. */
export interface Problem {
  /** Keys from the top, as in `error.issues[].path`. */
  readonly at: readonly PropertyKey[];
  /** `spec.job.args[0]`; empty for the whole. */
  readonly path: string;
  /** Whether it is the last key of the path that is wrong, or what stands under it. */
  readonly of: "key" | "value";
  /** What stands there, shortened, in a way that shows no secret; undefined when nothing does. */
  readonly value: string | undefined;
  /** What would be right: `must be …`. */
  readonly because: string;
}

export type Checked<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** `spec.job.parallelism is "two", must be a whole number` */
export function sentence({ path, value, because }: Problem): string {
  const where = path === "" ? "it" : path;
  return value === undefined ? `${where} is missing, ${because}` : `${where} is ${value}, ${because}`;
}

/** Parses with messages that say what would be right. */
export function checked<T extends z.ZodType>(schema: T, value: unknown): Checked<z.output<T>> {
  const parsed = schema.safeParse(value, { error: requirement });
  return parsed.success
    ? { kind: "valid", value: parsed.data }
    : { kind: "invalid", problems: parsed.error.issues.flatMap((issue) => problems(issue, value)) };
}

function problems(issue: z.core.$ZodIssue, whole: unknown): readonly Problem[] {
  const { path: at, message: because } = issue;
  if (issue.code !== "unrecognized_keys") {
    return [{ at, path: pathOf(at), of: "value", value: shown(valueAt(whole, at), at), because }];
  }
  return issue.keys.map((key) => {
    const here = [...at, key];
    return { at: here, path: pathOf(here), of: "key", value: "not a field", because };
  });
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    whole,
  );
}

function pathOf(at: readonly PropertyKey[]): string {
  return at.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${path}["${name}"]`;
    return path === "" ? name : `${path}.${name}`;
  }, "");
}

const longest = 40;
const secretive = /secret|token|password|credential|certificate|externalid/i;

/** Objects and lists are never shown, nor what stands under a name that may mean a secret. */
function shown(value: unknown, path: readonly PropertyKey[]): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a map";
  if (path.some((key) => secretive.test(String(key)))) return "set to something else";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
