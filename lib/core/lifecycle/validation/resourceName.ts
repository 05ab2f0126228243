import { problem, type Problem } from "./problem.ts";

/** Names of Flink clusters end up in names of Services, which have 63 characters at most. */
export function resourceName(field: string, name: string): Problem | undefined {
  if (/^[a-z]([-a-z\d]{0,43}[a-z\d])?$/.test(name)) return undefined;
  return problem(
    field,
    `The FlinkDeployment name: ${name} is invalid, must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name', or 'abc-123'), and the length must be no more than 45 characters. It has ${name.length}.`,
  );
}
