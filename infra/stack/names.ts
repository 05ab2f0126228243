/** A value in a CloudFormation template. */
export type Value =
  | string
  | { readonly Ref: string }
  | { readonly "Fn::GetAtt": readonly [string, string] }
  | { readonly "Fn::Sub": string };

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}
export type Resources = Readonly<Record<string, Resource>>;

/** As osls makes logical ids of what it is given a name of: `work-eu` → `WorkDasheu`. */
export const logicalId = (name: string): string =>
  `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll("-", "Dash")}`;

export const arnOf = (resource: string): Value => ({ "Fn::GetAtt": [resource, "Arn"] });

/** Logical ids of what belongs to a function. */
export const roleOf = (name: string): string => `${logicalId(name)}Role`;
export const logsOf = (name: string): string => `${logicalId(name)}LogGroup`;
export const lambdaOf = (name: string): string => `${logicalId(name)}LambdaFunction`;

/** The function that looks after a zone, and its queue. */
export const workerOf = (zone: string): string => `reconcile-${zone}`;
/** The function that makes changes in a zone for those who are outside of it. */
export const changerOf = (zone: string): string => `change-${zone}`;
export const queueOf = (zone: string): string => `Work${logicalId(zone)}`;

/** What a function is called in AWS. Stages are told apart by it. */
export const fullName = (stage: string, name: string): string => `flink-fleet-${stage}-${name}`;
