import * as z from "zod";

const resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const template = z.looseObject({ Resources: z.record(z.string(), resource) });

export type Resource = z.output<typeof resource>;
export type Template = z.output<typeof template>;

export const parsed = (text: string): Template => template.parse(JSON.parse(text));

/** Logical id and resource, of all of one type. */
export const ofType = ({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** What stands at a path of keys and indices; undefined when something on the way is not there. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}

/** The logical id that a Ref, a GetAtt or a Sub of one attribute names. */
export function referred(value: unknown): string {
  const sub = at(value, "Fn::Sub");
  const found =
    at(value, "Ref") ??
    at(value, "Fn::GetAtt", 0) ??
    (typeof sub === "string" ? /\$\{(\w+)/.exec(sub)?.[1] : undefined);
  if (typeof found !== "string") throw new Error(`nothing is referred to by ${JSON.stringify(value)}`);
  return found;
}

export interface Statement {
  /** Logical id of what it stands in, and its Sid. */
  readonly in: string;
  readonly sid: string;
  readonly statement: unknown;
}

/** Statements of all policies: of roles, queues, buckets and buses. */
export const statements = ({ Resources }: Template): readonly Statement[] =>
  Object.entries(Resources).flatMap(([id, { Properties }]) =>
    policies(Properties).map((statement) => ({ in: id, sid: text(at(statement, "Sid")), statement })),
  );

function policies(properties: Resource["Properties"]): readonly unknown[] {
  const own = [properties["PolicyDocument"], properties["AssumeRolePolicyDocument"]];
  const inline = list(properties["Policies"]).map((policy) => at(policy, "PolicyDocument"));
  return [...own, ...inline]
    .flatMap((document) => list(at(document, "Statement")))
    .concat(list(properties["Statement"]));
}

export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
